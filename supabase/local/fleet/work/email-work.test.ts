import { describe, expect, test } from "vitest";
import { parseMessage } from "../live/mail-edge.ts";
import { expectedParse, messageOf, writeMessage } from "../world/messages.ts";
import { readContact } from "./email-work.ts";

const SENT_AT_MS = Date.UTC(2026, 10, 22, 12);

describe("messages of the world", () => {
  test("a real parser finds in them what the history says it finds, in every encoding and with every flaw", async () => {
    const seen = new Set<string>();
    for (let number = 0; number < 600; number += 1) {
      const message = messageOf(5, number);
      seen.add(message.encoding).add(message.flaw).add(String(message.isAutoReply));
      expect(await parseMessage(writeMessage(message, SENT_AT_MS))).toEqual(expectedParse(message));
    }
    expect([...seen].sort()).toEqual([
      "base64",
      "false",
      "multipart",
      "no_address",
      "no_from",
      "no_text",
      "none",
      "quoted-printable",
      "true",
    ]);
  });
});

describe("readContact", () => {
  test("takes name, address and company from a message that somebody wrote by hand", async () => {
    const raw = [
      "From: =?utf-8?Q?Bj=C3=B6rn_Gallo?= <bjorn@amber-mills.example>",
      "Subject: Prices",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: quoted-printable",
      "",
      "Gr=C3=BC=C3=9Fe",
      "",
      "Bj=C3=B6rn Gallo",
      "buyer, Amber Mills",
    ].join("\r\n");
    expect(readContact(await parseMessage(raw), 1)).toEqual({
      name: "Björn Gallo",
      address: "bjorn@amber-mills.example",
      slug: "amber-mills",
      company: "Amber Mills",
      subject: "Prices",
    });
  });

  test.each([
    ["no From header", "Subject: x\r\n\r\nhello"],
    ["no address in From: Undisclosed", "From: Undisclosed\r\nSubject: x\r\n\r\nhello"],
    ["no readable text", "From: Ada <ada@amber-mills.example>\r\n\r\n \r\n"],
  ])("refuses a message with %s", async (flaw, raw) => {
    const parsed = await parseMessage(raw);
    expect(() => readContact(parsed, 42)).toThrow(`message 42 has ${flaw}`);
  });
});
