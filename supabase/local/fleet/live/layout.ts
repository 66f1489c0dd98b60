import { mkdirSync } from "node:fs";
import { join } from "node:path";

/** Where things lie in the fleet's home. */
export type Layout = {
  /** New messages, `NUMBER.eml`, and those that the email agent has taken. */
  readonly mailbox: string;
  readonly taken: string;
  /** Requests for calls, `NUMBER.json`, and the calendar that they end up in. */
  readonly requests: string;
  readonly calendar: string;
  /** One contact a line. */
  readonly contacts: string;
  /** What is known of a company, `SLUG.json`. */
  readonly facts: string;
  readonly cache: string;
  /** Letters of the last minutes, under a quota, and those of the round before. */
  readonly letters: string;
  readonly archive: string;
  /** Notes on done work, until the data agent has read them into its database. */
  readonly journal: string;
  readonly database: string;
  /** Faults that were set by hand. */
  readonly faults: string;
};

/** The layout of a home folder; folders that are missing are made. */
export function openHome(home: string): Layout {
  const folder = (name: string): string => {
    mkdirSync(join(home, name), { recursive: true });
    return join(home, name);
  };
  return {
    mailbox: folder("mailbox"),
    taken: folder("taken"),
    requests: folder("requests"),
    calendar: join(home, "calendar.json"),
    contacts: join(home, "contacts.jsonl"),
    facts: folder("facts"),
    cache: folder("cache"),
    letters: folder("letters"),
    archive: folder("archive"),
    journal: folder("journal"),
    database: join(home, "work.sqlite"),
    faults: join(home, "faults.json"),
  };
}
