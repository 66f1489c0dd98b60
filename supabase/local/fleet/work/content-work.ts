import { type LetterAnswer, type LetterRequest, letterCostUsd, type ModelName, reviewLetter } from "../world/models.ts";
import type { Facts } from "../world/site.ts";
import { askUpstream } from "./ask-upstream.ts";
import { type Contact, perform, type Routine, type Usage } from "./effects.ts";
import { extractFacts } from "./research-work.ts";
import { type Attempt, TaskFailure, type TaskResult, trackTask } from "./tracked.ts";

/** Who writes, with which model, how long they wait for it, and whether they look up facts that nobody has found yet. */
export type Writer = { readonly agentId: string; readonly model: ModelName; readonly timeoutMs: number; readonly looksUpFacts: boolean };

/** Slow, dear, and rarely sent back. */
export const CAREFUL_WRITER: Writer = { agentId: "content-agent", model: "demo-careful", timeoutMs: 9000, looksUpFacts: true };

/** Fast and cheap; its model stops early, so long letters are sent back. */
export const SWIFT_WRITER: Writer = { agentId: "swift-content-agent", model: "demo-swift", timeoutMs: 2000, looksUpFacts: false };

/** One round of a writer: a letter to one of the contacts, into the letters folder. */
export function* writeToContact(writer: Writer): Routine<void> {
  const contact = yield* perform("pickContact", {});
  if (contact === null) return;
  const task = {
    agentId: writer.agentId,
    taskType: "content_generation",
    taskDescription: `Write to ${contact.name} of ${contact.company}`,
    inputs: { contact: contact.address, company: contact.company, subject: contact.subject },
  };
  yield* trackTask(task, 3, (at) => writeOnce(writer, contact, at));
}

function* writeOnce(writer: Writer, contact: Contact, { id, attempt }: Attempt): Routine<TaskResult> {
  const known = yield* perform("readFacts", { slug: contact.slug });
  const facts = known ?? (writer.looksUpFacts ? yield* lookUpFacts(writer, contact, id) : {});
  const request = {
    name: contact.name,
    company: contact.company,
    subject: contact.subject,
    facts: toSentences(facts),
    isBrief: attempt > 1,
  };
  const answer = yield* askModel(writer, request);
  const usage = {
    model: writer.model,
    inputTokens: answer.inputTokens,
    outputTokens: answer.outputTokens,
    costUsd: letterCostUsd(writer.model, answer),
  };
  const complaints = reviewLetter(answer.text, request);
  if (complaints.length > 0) {
    const message = `letter to ${contact.address} ${complaints.join(" and ")}`;
    throw new TaskFailure("LetterRejected", message, { isTransient: true, usage, details: { complaints: complaints.length } });
  }
  yield* putAway(contact, answer.text, usage);
  return { outputs: { characters: answer.text.length, facts: request.facts.length, brief: request.isBrief }, usage };
}

function* putAway(contact: Contact, text: string, usage: Usage): Routine<void> {
  const written = yield* perform("writeFile", { name: `letter-${contact.address}.txt`, text });
  if (!written.isWritten) {
    const message = `no space left in letters: ${written.usedBytes} of ${written.quotaBytes} bytes are used and ${text.length} are needed`;
    throw new TaskFailure("DiskFull", message, { usage, details: { usedBytes: written.usedBytes, quotaBytes: written.quotaBytes } });
  }
  yield* perform("noteWork", { kind: "letter" });
}

function* lookUpFacts(writer: Writer, contact: Contact, parent: string): Routine<Facts> {
  const path = `/companies/${contact.slug}/about`;
  const task = {
    agentId: writer.agentId,
    taskType: "fact_lookup",
    taskDescription: `Look up ${contact.company}`,
    inputs: { path },
    parent,
  };
  const result = yield* trackTask(task, 2, function* () {
    return { outputs: extractFacts(yield* askUpstream({ path, timeoutMs: writer.timeoutMs })) };
  });
  return (result?.outputs ?? {}) as Facts;
}

function* askModel(writer: Writer, request: LetterRequest): Routine<LetterAnswer> {
  const body = yield* askUpstream({ path: `/models/${writer.model}`, body: JSON.stringify(request), timeoutMs: writer.timeoutMs });
  // Our own server wrote it, from the same type.
  return JSON.parse(body) as LetterAnswer;
}

function toSentences({ town, founded, employees, product }: Facts): readonly string[] {
  return [
    ...(town === undefined ? [] : [`you work in ${town}`]),
    ...(founded === undefined ? [] : [`your company was founded in ${founded}`]),
    ...(employees === undefined || product === undefined ? [] : [`${employees} people make ${product}`]),
  ];
}
