/** A piece of a template: words that are always the same, or a place where something varies. */
export type TemplatePart = { readonly kind: "words"; readonly text: string } | { readonly kind: "variable"; readonly text: string };

/** The values seen in a variable's place, the most frequent first; `more` is how many others there were. */
export type VariableValues = {
  readonly variable: string;
  readonly values: readonly { readonly value: string; readonly count: number }[];
  readonly more: number;
};

/** A masked place, as the miner writes it: a value, a list, an object. */
const VARIABLE = /(<\*>|\[…\]|\{…\})/;
/** Longer texts take a regular expression too long; nobody compares their values by eye either. */
const MOST_CHARACTERS = 4000;
const MOST_VARIABLES = 24;

/** The pieces of a template, in order; none is empty. */
export function templateParts(text: string): readonly TemplatePart[] {
  return text
    .split(VARIABLE)
    .map((piece, index): TemplatePart => ({ kind: index % 2 === 1 ? "variable" : "words", text: piece }))
    .filter((part) => part.text !== "");
}

/**
 * What stood in the template's variable places in messages of its group: at most `most` values each. Messages that the template does not
 * fit word for word (an older one, before it was widened; or a cut one) are left out; none where nothing fits or too much varies.
 */
export function variableValues(text: string, messages: readonly string[], most = 5): readonly VariableValues[] {
  const parts = templateParts(text);
  const variables = parts.filter((part) => part.kind === "variable");
  if (variables.length === 0 || variables.length > MOST_VARIABLES || text.length > MOST_CHARACTERS) return [];
  const pattern = toPattern(parts);
  const seen = variables.map(() => new Map<string, number>());
  for (const message of messages) {
    const found = message.length > MOST_CHARACTERS ? null : pattern.exec(message.replace(/\s+/g, " ").trim());
    found?.slice(1).forEach((value, index) => {
      seen[index]?.set(value, (seen[index]?.get(value) ?? 0) + 1);
    });
  }
  return variables.flatMap(({ text: variable }, index) => {
    const counts = [...(seen[index] ?? [])].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
    return counts.length === 0 ? [] : [{ variable, values: counts.slice(0, most), more: Math.max(0, counts.length - most) }];
  });
}

function toPattern(parts: readonly TemplatePart[]): RegExp {
  const body = parts.map((part) =>
    part.kind === "variable" ? "(.+?)" : part.text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s*"),
  );
  return new RegExp(`^\\s*${body.join("")}\\s*$`, "su");
}
