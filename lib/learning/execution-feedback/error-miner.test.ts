import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorTemplateSchema } from "../../domain/error-template.ts";
import { createErrorMiner } from "./error-miner.ts";

const WORDS = ["disk", "full", "tool", "search", "failed", "reading", "agent", "lost", "its", "lease", "model", "refused"];
/** Different enough never to be one sentence with a word exchanged. */
const KINDS = [
  "Disk is full",
  "Lease was lost by its holder",
  "Model refused to answer",
  "Tool failed",
  "No route",
  "Budget spent on retries",
];

/** Few words at many places, so that places turn out to vary while the messages come in. */
const word = fc.constantFrom(...WORDS);
const value = fc.oneof(
  fc.integer().map(String),
  fc.uuid(),
  fc.ipV4(),
  fc.constantFrom("/tmp/a/b", "https://a.example/x?y=1", "'it broke'", "12 ms", "0x7f3a", "jane@example.org"),
);
const message = fc
  .tuple(
    fc.constantFrom("Cannot reach", "Error in call.", "Wrong answer."),
    word,
    word,
    value,
    fc.constantFrom("", ". Try later.", ": end"),
  )
  .map(([head, a, b, v, tail]) => `${head} ${a} ${v} ${b}${tail}`);
const hostile = fc
  .array(
    fc.oneof(
      word,
      value,
      fc.constantFrom(
        ..."'\"`[]{}()<>*:;,.=/\\ \n\u0000\u200b\u2028é漢|-_@#",
        "<*>",
        "[…]",
        "{…}",
        "['",
        '{"',
        "()",
        ". ",
        "user ",
        "Fri ",
        "May ",
        " s ",
      ),
    ),
    {
      maxLength: 30,
    },
  )
  .map((parts) => parts.join(""));

describe("laws", () => {
  test("the same template under other values has the same id", () => {
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 2, maxLength: 6 }),
        fc.array(value, { minLength: 2, maxLength: 2 }),
        (words, [one, other]) => {
          const miner = createErrorMiner();
          const ids = [one, other].map((drawn) => miner.assign(`${words.join(" ")} at ${drawn} now`).id);
          expect(ids[0]).toBe(ids[1]);
        },
      ),
    );
  });

  test("a template's own text belongs to it", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(message, hostile), { maxLength: 40 }), (messages) => {
        const miner = createErrorMiner();
        for (const one of messages) miner.assign(one);
        for (const { id, text, mergedInto } of miner.templates()) if (mergedInto === null) expect(miner.assign(text).id, text).toBe(id);
      }),
      { numRuns: 500 },
    );
  });

  test("a miner that is stored and restored at any point goes on as if it had not been", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 9, arbitrary: message }, hostile), { maxLength: 120 }),
        fc.nat(),
        fc.integer({ min: 5, max: 60 }),
        (messages, cut, maxTemplates) => {
          const at = messages.length === 0 ? 0 : cut % messages.length;
          const whole = createErrorMiner([], { maxTemplates });
          const before = createErrorMiner([], { maxTemplates });
          for (const one of messages.slice(0, at)) expect(before.assign(one)).toEqual(whole.assign(one));
          const stored = errorTemplateSchema.array().parse(JSON.parse(JSON.stringify(before.templates())));
          const after = createErrorMiner(stored, { maxTemplates });
          for (const one of messages.slice(at)) expect(after.assign(one)).toEqual(whole.assign(one));
          expect(after.templates()).toEqual(whole.templates());
        },
      ),
      { numRuns: 300 },
    );
  });

  test("what was not seen to vary is grouped alike in any order, under the same ids", () => {
    const drawn = fc.tuple(fc.constantFrom(...KINDS), value).map(([kind, v]) => `${kind} (${v})`);
    fc.assert(
      fc.property(
        fc.array(drawn, { maxLength: 30 }).chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([messages, shuffled]) => {
          const miners = [createErrorMiner(), createErrorMiner()] as const;
          const first = new Map(messages.map((one) => [one, miners[0].assign(one).id]));
          for (const one of shuffled) expect(miners[1].assign(one).id).toBe(first.get(one));
        },
      ),
    );
  });

  test("there are never more templates than the limit, and the one met last is among them", () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 200 }), fc.integer({ min: 1, max: 10 }), (messages, maxTemplates) => {
        const miner = createErrorMiner([], { maxTemplates });
        for (const one of messages) {
          const { id } = miner.assign(one);
          expect(miner.templates().length).toBeLessThanOrEqual(maxTemplates);
          expect(miner.templates().at(-1)?.id).toBe(id);
        }
      }),
    );
  });
});

test("the example in the docstring", () => {
  const miner = createErrorMiner();
  const { id, text } = miner.assign("Connection to 10.0.0.7:5432 refused after 30 s");
  const later = createErrorMiner(miner.templates());
  const isSame = later.assign("Connection to db3.internal:5432 refused after 2 min").id === id; // true
  expect(isSame).toBe(true);
  expect(text).toBe("Connection to <*> refused after <*>");
});

describe("a word that varies", () => {
  const tools = ["grep", "sed", "awk", "find", "sort", "cut", "join"];

  test("is masked once six were seen in its place, and all go on under the first id", () => {
    const miner = createErrorMiner();
    const ids = tools.map((tool) => miner.assign(`The tool ${tool} gave up`).id);
    expect(new Set(ids.slice(0, 5)).size).toBe(5);
    const { id, text } = miner.assign("The tool xargs gave up");
    expect({ id, text }).toEqual({ id: ids[0], text: "The tool <*> gave up" });
    expect(miner.assign("The tool sed gave up").id).toBe(ids[0]);
    expect(miner.templates().find((template) => template.id === ids[1])?.mergedInto).toBe(ids[0]);
  });

  test("is not masked at the start of a message, where it says what it is about", () => {
    const miner = createErrorMiner();
    const ids = tools.map((tool) => miner.assign(`${tool} gave up at last`).id);
    expect(new Set(ids).size).toBe(tools.length);
  });

  test("is masked at once where values were seen before", () => {
    const miner = createErrorMiner();
    const { id } = miner.assign("No password for test9 from there");
    expect(miner.assign("No password for alice from there").id).toBe(id);
  });
});

test("sentences that begin in four ways after the same first ones are masked from then on", () => {
  const miner = createErrorMiner();
  const causes = ["Bad token", "No such file", "Out of range", "Unmatched bracket", "Unexpected indent", "Nothing left"];
  const ids = causes.map((cause) => miner.assign(`Could not decode. ${cause}.`).id);
  expect(new Set(ids.slice(0, 3)).size).toBe(3);
  expect(ids.slice(3)).toEqual([ids[0], ids[0], ids[0]]);
  expect(miner.assign("Could not decode. Yet another cause of 5 words.")).toMatchObject({ id: ids[0], text: "Could not decode. <*>" });
});

test("sentences that begin alike are one sentence, in which words may vary", () => {
  const miner = createErrorMiner();
  const types = ["array", "boolean", "date", "float", "integer", "map", "string"];
  const ids = types.map((type) => miner.assign(`Wrong type for 'a'. Expected type ${type}, got text.`).id);
  expect(new Set(ids.slice(0, 5)).size).toBe(5);
  expect(miner.assign("Wrong type for 'b'. Expected type set, got text.")).toMatchObject({
    id: ids[0],
    text: "Wrong type for <*>. Expected type <*>, got text.",
  });
});

test("the least recently used template leaves, and comes back under its id", () => {
  const miner = createErrorMiner([], { maxTemplates: 3 });
  const [first, second] = KINDS.map((kind) => miner.assign(kind).id);
  const left = miner.templates().map(({ id }) => id);
  expect(left).toHaveLength(3);
  expect(left).not.toContain(first);
  expect(miner.assign(KINDS[1] ?? "").id).toBe(second);
});

test("an empty message has a template too", () => {
  const miner = createErrorMiner();
  expect(miner.assign("").id).toBe(miner.assign(" \n\t ").id);
});

test("ten thousand messages a second are sorted, at the least", () => {
  const miner = createErrorMiner();
  const { user } = process.cpuUsage();
  for (let index = 0; index < 20_000; index += 1)
    miner.assign(`Call ${index} to host-${index}.example.com failed: ${KINDS[index % 6]} [${index}, 'x']`);
  // A tenth of what the engine does on one core, so that a slow machine passes and a quadratic step does not.
  expect((process.cpuUsage().user - user) / 1e6).toBeLessThan(2);
  expect(miner.templates()).toHaveLength(6);
});
