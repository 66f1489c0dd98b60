import type { Facts } from "../world/site.ts";
import { PAGE_NAMES } from "../world/site.ts";
import { askUpstream } from "./ask-upstream.ts";
import { type Contact, perform, type Routine } from "./effects.ts";
import { type Task, TaskFailure, type TaskResult, trackTask } from "./tracked.ts";

/** Facts that whoever asked for research wants to know about a company. */
const WANTED = ["town", "founded", "employees"];
const PATIENT_MS = 6000;
const HASTY_MS = 1500;
/** With some fifty pages and six looks a minute, about half of the looks find their page here. */
const CACHE_MAX_AGE_MS = 5 * 60_000;

/** One round of the thorough researcher: reads every page of a company anew, each as an execution of its own. */
export function* researchThoroughly(): Routine<void> {
  const contact = yield* perform("pickContact", {});
  if (contact === null) return;
  yield* trackTask(describe("research-agent", contact), 2, function* ({ id }) {
    const facts: Record<string, string> = {};
    let pages = 0;
    for (const page of PAGE_NAMES) {
      const result = yield* fetchPage(`/companies/${contact.slug}/${page}`, id);
      if (result === null) continue;
      pages += 1;
      Object.assign(facts, result.outputs);
    }
    return yield* conclude(contact, facts, pages);
  });
}

/** One round of the quick researcher: reads the first page only, from its cache when it is there. */
export function* researchQuickly(): Routine<void> {
  const contact = yield* perform("pickContact", {});
  if (contact === null) return;
  const path = `/companies/${contact.slug}/about`;
  yield* trackTask(describe("quick-research-agent", contact), 3, function* ({ attempt }) {
    const facts = extractFacts(yield* readThroughCache(path, attempt));
    return yield* conclude(contact, facts, 1);
  });
}

function describe(agentId: string, contact: Contact): Task {
  return {
    agentId,
    taskType: "web_research",
    taskDescription: `Find out about ${contact.company}`,
    inputs: { company: contact.slug, wanted: WANTED },
  };
}

function fetchPage(path: string, parent: string): Routine<TaskResult | null> {
  const task = { agentId: "research-agent", taskType: "page_fetch", taskDescription: `Read ${path}`, inputs: { path }, parent };
  return trackTask(task, 3, function* () {
    return { outputs: extractFacts(yield* askUpstream({ path, timeoutMs: PATIENT_MS })) };
  });
}

function* readThroughCache(path: string, attempt: number): Routine<string> {
  const cached = yield* perform("readCache", { key: path, maxAgeMs: CACHE_MAX_AGE_MS });
  if (cached.kind === "hit") return cached.text;
  if (cached.kind === "spoilt" && attempt === 1) {
    const message = `cache entry ${path} has checksum ${cached.found}, not ${cached.wanted}`;
    throw new TaskFailure("CacheCorruption", message, { isTransient: true, details: { key: path } });
  }
  if (cached.kind === "spoilt") yield* perform("clearCache", { key: path });
  const text = yield* askUpstream({ path, timeoutMs: HASTY_MS });
  yield* perform("writeCache", { key: path, text });
  return text;
}

function* conclude(contact: Contact, facts: Facts, pages: number): Routine<TaskResult> {
  const missing = WANTED.filter((name) => facts[name] === undefined);
  if (missing.length > 0) {
    const message = `${pages} pages about ${contact.company} do not say: ${missing.join(", ")}`;
    throw new TaskFailure("FactsMissing", message, { details: { pages, missing: missing.length } });
  }
  yield* perform("saveFacts", { slug: contact.slug, facts });
  return { outputs: { company: contact.slug, pages, facts: Object.keys(facts).length } };
}

/** The facts that a page of the site states, by name: its definition list. */
export function extractFacts(html: string): Facts {
  return Object.fromEntries([...html.matchAll(/<dt>([^<]+)<\/dt><dd>([^<]+)<\/dd>/g)].map(([, name = "", value = ""]) => [name, value]));
}
