import { expect, test } from "vitest";
import { APP_ERROR_CODES, AppError } from "../core/app-error.ts";
import { errorSentence } from "./error-sentence.ts";

test("every code reads as a sentence of its own, and none shows the message meant for the log", () => {
  const sentences = APP_ERROR_CODES.map((code) => errorSentence(new AppError(code, "relation 7 of plan 9")));
  expect(new Set(sentences).size).toBe(APP_ERROR_CODES.length);
  for (const sentence of sentences) {
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(sentence).not.toContain("relation 7");
  }
});

test("what is not one of ours reads as a fault of the server", () => {
  expect(errorSentence(new TypeError("x is undefined"))).toBe(errorSentence(new AppError("internal", "x")));
});
