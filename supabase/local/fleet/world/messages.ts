import { drawInt, drawItem } from "../../../../lib/core/seeded-random.ts";
import { drawsOf } from "./draws.ts";
import { type Person, personOf } from "./people.ts";

/** What can be wrong with a message, as mail from the outside is: no From at all, a From without an address, nothing to read. */
export type MessageFlaw = "none" | "no_from" | "no_address" | "no_text";

/** A message to us, before it is written down. */
export type Message = {
  readonly number: number;
  readonly person: Person;
  readonly subject: string;
  readonly text: string;
  readonly isAutoReply: boolean;
  readonly flaw: MessageFlaw;
  readonly encoding: "quoted-printable" | "base64" | "multipart";
};

/** What a parser finds in a message; an absent part is an empty text. */
export type ParsedMessage = {
  readonly fromName: string;
  readonly fromAddress: string;
  readonly subject: string;
  readonly text: string;
  readonly isAutoReply: boolean;
};

const SUBJECTS = [
  "Prices for spring",
  "A question about delivery",
  "Visit next week?",
  "Größere Menge möglich?",
  "Your catalogue",
  "Invoice from October",
];
const WISHES = [
  "Could you send us your current prices?",
  "We would like to see a sample before we decide.",
  "Our last order came two days late; what can we expect this time?",
  "Please tell me whom to call about a larger order.",
];
/** Shares of messages, cumulated; about one in eighteen cannot be used, as in an ordinary inbox. */
const FLAW_SHARES: readonly (readonly [number, MessageFlaw])[] = [
  [0.018, "no_from"],
  [0.033, "no_address"],
  [0.055, "no_text"],
];
const AUTO_REPLY_SHARE = 0.06;

/** The message of a number: the same for everybody who has the seed. */
export function messageOf(seed: number, number: number): Message {
  const random = drawsOf(seed, "message", number);
  const person = personOf(seed, drawInt(random, 0, 1_000_000));
  const flawDraw = random();
  const flaw = FLAW_SHARES.find(([share]) => flawDraw < share)?.[1] ?? "none";
  const isAutoReply = flaw === "none" && random() < AUTO_REPLY_SHARE;
  const wishes = Array.from({ length: drawInt(random, 1, 3) }, () => drawItem(random, WISHES)).join(" ");
  const text = isAutoReply
    ? "I am out of the office until Monday."
    : `Good day,\n\n${wishes}\n\nKind regards\n${person.name}\n${person.role}, ${person.company.name}\nPhone: ${person.phone}`;
  return {
    number,
    person,
    subject: isAutoReply ? "Out of office" : drawItem(random, SUBJECTS),
    text: flaw === "no_text" ? "" : text,
    isAutoReply,
    flaw,
    encoding: drawItem(random, ["quoted-printable", "base64", "multipart"] as const),
  };
}

/** What a correct parser finds in a message that `writeMessage` wrote. */
export function expectedParse(message: Message): ParsedMessage {
  return {
    fromName: message.flaw === "no_from" ? "" : message.person.name,
    fromAddress: message.flaw === "no_from" || message.flaw === "no_address" ? "" : message.person.address,
    subject: message.subject,
    text: message.text,
    isAutoReply: message.isAutoReply,
  };
}

/** The message as it lies in the mailbox (RFC 5322, RFC 2045 to 2047), sent at `sentAtMs`. */
export function writeMessage(message: Message, sentAtMs: number): string {
  const { person, flaw } = message;
  const name = `=?utf-8?B?${toBase64(person.name)}?=`;
  const from = flaw === "no_from" ? [] : [flaw === "no_address" ? `From: ${name}` : `From: ${name} <${person.address}>`];
  const headers = [
    ...from,
    "To: office@windvane.example",
    `Subject: =?utf-8?B?${toBase64(message.subject)}?=`,
    `Date: ${new Date(sentAtMs).toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: <${message.number}.${sentAtMs}@mail.example>`,
    ...(message.isAutoReply ? ["Auto-Submitted: auto-replied"] : []),
    "MIME-Version: 1.0",
  ];
  return [...headers, ...writeBody(message)].join("\r\n");
}

function writeBody({ text, encoding, number }: Message): readonly string[] {
  if (encoding === "quoted-printable") return [...partHead("text/plain", encoding), toQuotedPrintable(text), ""];
  const plain = [...partHead("text/plain", "base64"), toBase64(text), ""];
  if (encoding === "base64") return plain;
  const boundary = `part-${number}`;
  const html = [...partHead("text/html", "quoted-printable"), toQuotedPrintable(text ? `<p>${text.replaceAll("\n", "<br>")}</p>` : ""), ""];
  return [
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    "",
    `--${boundary}`,
    ...plain,
    `--${boundary}`,
    ...html,
    `--${boundary}--`,
    "",
  ];
}

function partHead(type: string, encoding: string): readonly string[] {
  return [`Content-Type: ${type}; charset=utf-8`, `Content-Transfer-Encoding: ${encoding}`, ""];
}

function toBase64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64").replace(/.{76}/g, "$&\r\n ").trimEnd();
}

/** Line by line, with soft breaks so that no line is longer than 76 characters. */
function toQuotedPrintable(text: string): string {
  const encodeLine = (line: string): string =>
    Array.from(Buffer.from(line, "utf8"), (byte) =>
      byte >= 32 && byte < 127 && byte !== 61 ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, "0")}`,
    )
      .join("")
      .replace(/(.{1,72}[^=]{0,2})(?=.)/g, "$1=\r\n");
  return text.split("\n").map(encodeLine).join("\r\n");
}
