import { NO_MESSAGE } from "../../domain/error-group.ts";
import type { ErrorTemplate } from "../../domain/error-template.ts";
import { createErrorMiner } from "./error-miner.ts";

/** A failure as it was reported; either part may be missing, or both. */
export type ReportedFailure = { readonly error_message: string | null; readonly error_type: string | null };

/** A template that is new or other than before; `mergedInto` is the one that has its failures now, `example` the last failure that made it. */
export type ChangedTemplate<F extends ReportedFailure> = {
  readonly template: ErrorTemplate;
  readonly mergedInto: string | null;
  readonly example: { readonly failure: F; readonly message: string } | null;
};

/** To which template each failure belongs, and which templates changed. */
export type GroupedFailures<F extends ReportedFailure> = {
  readonly occurrences: readonly { readonly failure: F; readonly templateId: string }[];
  readonly templates: readonly ChangedTemplate<F>[];
};

/** What a failure is grouped by: its message, else its type, else that it said nothing. */
export function messageOf({ error_message, error_type }: ReportedFailure): string {
  return error_message?.trim() || error_type?.trim() || NO_MESSAGE;
}

/** Groups failures in their order, beginning from the templates that are `known`. Linear in both. */
export function groupFailures<F extends ReportedFailure>(failures: readonly F[], known: readonly ErrorTemplate[]): GroupedFailures<F> {
  const miner = createErrorMiner(known);
  const before = new Map(known.map((template) => [template.id, JSON.stringify(template)]));
  const examples = new Map<string, F>();
  const assigned = failures.map((failure) => {
    const { id } = miner.assign(messageOf(failure));
    examples.set(id, failure);
    return { failure, id };
  });
  const templates = miner.templates();
  const wholeOf = wholes(templates);
  const wholeBefore = wholes(known);
  return {
    // Two templates may turn out to be one after the first failures of this slice were told apart.
    occurrences: assigned.map(({ failure, id }) => ({ failure, templateId: wholeOf.get(id) ?? id })),
    templates: templates.flatMap((template) => {
      const example = examples.get(template.id);
      // One that was founded by nobody here and is not known: nothing refers to it.
      const isNews = before.has(template.id) ? before.get(template.id) !== JSON.stringify(template) : example !== undefined;
      const mergedInto = wholeOf.get(template.id) ?? null;
      // Of one that is a part already, the whole may have become a part in its turn.
      if (!isNews && mergedInto === (wholeBefore.get(template.id) ?? null)) return [];
      return [{ template, mergedInto, example: example === undefined ? null : { failure: example, message: messageOf(example) } }];
    }),
  };
}

/** For each template that was merged into another, the one at the end of that chain. */
function wholes(templates: readonly ErrorTemplate[]): ReadonlyMap<string, string> {
  const next = new Map(templates.map(({ id, mergedInto }) => [id, mergedInto]));
  const whole = new Map<string, string>();
  for (const { id, mergedInto } of templates) {
    let end = mergedInto;
    for (let above = end === null ? null : (next.get(end) ?? null); above !== null; above = next.get(above) ?? null) end = above;
    if (end !== null) whole.set(id, end);
  }
  return whole;
}
