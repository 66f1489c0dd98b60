import type { ParsedMessage } from "../world/messages.ts";
import { askUpstream } from "./ask-upstream.ts";
import { type Contact, perform, type Routine } from "./effects.ts";
import { TaskFailure, type TaskResult, trackTask } from "./tracked.ts";

const AGENT_ID = "email-agent";
const CARD_TIMEOUT_MS = 2500;

/** One round of the email agent: takes a few messages from the mailbox and makes contacts of their senders. */
export function* sweepInbox(): Routine<void> {
  const wanted = 2 + Math.floor(3 * (yield* perform("draw", {})));
  const task = {
    agentId: AGENT_ID,
    taskType: "inbox_sweep",
    taskDescription: `Process up to ${wanted} new messages`,
    inputs: { mailbox: "office", limit: wanted },
  };
  yield* trackTask(task, 1, function* ({ id }) {
    let processed = 0;
    let failed = 0;
    for (let index = 0; index < wanted; index += 1) {
      const message = yield* perform("takeMessage", {});
      if (message === null) break;
      const result = yield* processMessage(message, id);
      if (result === null) failed += 1;
      else processed += 1;
    }
    if (failed > 0 && processed === 0)
      throw new TaskFailure("SweepFailed", `none of ${failed} messages could be processed`, { details: { failed } });
    return { outputs: { emailsProcessed: processed, emailsFailed: failed } };
  });
}

function processMessage(message: { readonly number: number; readonly bytes: number }, parent: string): Routine<TaskResult | null> {
  const task = {
    agentId: AGENT_ID,
    taskType: "email_processing",
    taskDescription: `Process message ${message.number}`,
    inputs: { message: message.number, bytes: message.bytes },
    parent,
  };
  return trackTask(task, 3, function* () {
    const parsed = yield* perform("parseMessage", { number: message.number });
    yield* perform("noteWork", { kind: "message" });
    if (parsed.isAutoReply) return { outputs: { emailsProcessed: 1, contactsCreated: 0, skipped: "automatic reply" } };
    const contact = readContact(parsed, message.number);
    const card: unknown = JSON.parse(yield* askUpstream({ path: `/companies/${contact.slug}/card`, timeoutMs: CARD_TIMEOUT_MS }));
    const { isNew } = yield* perform("saveContact", { contact });
    return { outputs: { emailsProcessed: 1, contactsCreated: isNew ? 1 : 0, contact: contact.address, company: card } };
  });
}

/** The sender of a message as a contact. Fails with `MalformedMessage` when the message does not say who that is, or says nothing. */
export function readContact(parsed: ParsedMessage, number: number): Contact {
  const flaw = findFlaw(parsed);
  if (flaw !== null) throw new TaskFailure("MalformedMessage", `message ${number} has ${flaw}`, { details: { message: number } });
  const domain = parsed.fromAddress.slice(parsed.fromAddress.indexOf("@") + 1);
  const slug = domain.split(".")[0] ?? domain;
  // The line with the role ends in the company's name, as people sign.
  const company = /^.+, (.+)$/m.exec(parsed.text)?.[1] ?? slug;
  return { name: parsed.fromName, address: parsed.fromAddress, slug, company, subject: parsed.subject };
}

function findFlaw(parsed: ParsedMessage): string | null {
  if (parsed.fromName === "" && parsed.fromAddress === "") return "no From header";
  if (parsed.fromAddress === "") return `no address in From: ${parsed.fromName}`;
  return parsed.text.trim() === "" ? "no readable text" : null;
}
