/** What a writing model costs (US dollars for a million tokens) and how fast it writes. */
export type WritingModel = {
  readonly inputUsd: number;
  readonly outputUsd: number;
  readonly msPerToken: number;
  readonly maxTokens: number;
};

/** The two models of the demo: one takes its time and writes everything, one stops early. They are templates, not language models. */
export const WRITING_MODELS = {
  "demo-careful": { inputUsd: 3, outputUsd: 15, msPerToken: 11, maxTokens: 400 },
  "demo-swift": { inputUsd: 0.25, outputUsd: 1.25, msPerToken: 2, maxTokens: 90 },
} as const satisfies Record<string, WritingModel>;

/** See {@link WRITING_MODELS}. */
export type ModelName = keyof typeof WRITING_MODELS;

/** What a letter shall be about. `facts` are sentences to work in; a brief one spends no words on manners. */
export type LetterRequest = {
  readonly name: string;
  readonly company: string;
  readonly subject: string;
  readonly facts: readonly string[];
  readonly isBrief: boolean;
};

/** A letter with the tokens that were read and written for it. */
export type LetterAnswer = { readonly text: string; readonly inputTokens: number; readonly outputTokens: number };

/** Counts tokens as pieces of up to six letters or digits, and single signs: near enough to what real models count in English. */
export function countTokens(text: string): number {
  return text.match(TOKEN)?.length ?? 0;
}

/** Writes a letter. The same request to the same model gives the same letter; a model stops when it has written its `maxTokens`. */
export function writeLetter(modelName: ModelName, request: LetterRequest): LetterAnswer {
  const manners = request.isBrief
    ? []
    : [
        `thank you for your message about "${request.subject}".`,
        "We read it with care and would be glad to help you with whatever you need.",
      ];
  const sentences = [
    `Dear ${request.name},`,
    ...manners,
    ...request.facts.map((fact) => `We have seen that ${fact}.`),
    `We would like to propose a short call with ${request.company} this week.`,
    "Kind regards, the office",
  ];
  const text = cutTokens(sentences.join("\n"), WRITING_MODELS[modelName].maxTokens);
  return { text, inputTokens: countTokens(JSON.stringify(request)), outputTokens: countTokens(text) };
}

/** How long a model writes, in ms. */
export function writingMs(modelName: ModelName, answer: LetterAnswer): number {
  return answer.outputTokens * WRITING_MODELS[modelName].msPerToken;
}

/** What a letter cost, in US dollars. */
export function letterCostUsd(modelName: ModelName, answer: LetterAnswer): number {
  const { inputUsd, outputUsd } = WRITING_MODELS[modelName];
  return (answer.inputTokens * inputUsd + answer.outputTokens * outputUsd) / 1_000_000;
}

/** What a reader would send back: an empty list when the letter may go out. */
export function reviewLetter(text: string, request: LetterRequest): readonly string[] {
  const missing = [request.company, ...request.facts, "Kind regards"].filter((part) => !text.includes(part));
  return missing.map((part) => `does not say "${part}"`);
}

const TOKEN = /[\p{L}\p{N}]{1,6}|[^\s\p{L}\p{N}]/gu;

function cutTokens(text: string, maxTokens: number): string {
  const last = [...text.matchAll(TOKEN)][maxTokens];
  return last === undefined ? text : text.slice(0, last.index);
}
