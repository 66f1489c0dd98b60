import { readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import PostalMime from "postal-mime";
import type { Contact } from "../work/effects.ts";
import type { ParsedMessage } from "../world/messages.ts";
import { MAX_CONTACTS } from "../world/people.ts";
import { listFiles, numberName, readIfThere, replaceFile } from "./files.ts";
import type { AgentContext, HandlersOf } from "./handlers.ts";

/** The mailbox and the contacts: real messages, really parsed, and a file with one contact a line. */
export function createMailEdge({
  layout,
  random,
}: AgentContext): HandlersOf<"takeMessage" | "parseMessage" | "saveContact" | "pickContact"> {
  return {
    takeMessage: () => {
      for (const name of readdirSync(layout.taken)) rmSync(join(layout.taken, name));
      const [name] = listFiles(layout.mailbox, ".eml");
      if (name === undefined) return null;
      renameSync(join(layout.mailbox, name), join(layout.taken, name));
      return { number: Number.parseInt(name, 10), bytes: statSync(join(layout.taken, name)).size };
    },
    parseMessage: ({ number }) => parseMessage(readFileSync(join(layout.taken, numberName(number, ".eml")))),
    saveContact: ({ contact }) => {
      const known = readContacts(layout.contacts);
      const others = known.filter((other) => other.address !== contact.address);
      const kept = [...others, contact].slice(-MAX_CONTACTS);
      replaceFile(layout.contacts, kept.map((one) => `${JSON.stringify(one)}\n`).join(""));
      return { isNew: others.length === known.length };
    },
    pickContact: () => {
      const contacts = readContacts(layout.contacts);
      return contacts[Math.floor(random() * contacts.length)] ?? null;
    },
  };
}

/** What a message (RFC 5322) says; an absent part is an empty text. */
export async function parseMessage(raw: Uint8Array | string): Promise<ParsedMessage> {
  const mail = await PostalMime.parse(raw);
  return {
    fromName: mail.from?.name ?? "",
    fromAddress: mail.from?.address ?? "",
    subject: mail.subject ?? "",
    text: (mail.text ?? "").replaceAll("\r\n", "\n").trim(),
    isAutoReply: mail.headers.some(({ key, value }) => key === "auto-submitted" && value !== "no"),
  };
}

function readContacts(path: string): readonly Contact[] {
  // Our own agent wrote the lines.
  return (readIfThere(path) ?? "")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Contact);
}
