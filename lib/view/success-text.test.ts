import { expect, test } from "vitest";
import { showFailure, showSuccess } from "./success-text.ts";

// Wilson at 90 % (z² = 2.7055) by hand: 961 of 1000 gives 0.9496 to 0.9699; 7 of 9 gives 0.4995 to 0.9240.
test("many are a percentage with its interval", () => {
  expect(showSuccess({ succeeded: 961, failed: 39 })).toMatchObject({ text: "96.1\u202f%", intervalText: "95.0 to 97.0\u202f%" });
});

test("few are counted out", () => {
  const shown = showFailure({ succeeded: 2, failed: 7 });
  expect(shown?.text).toBe("7 of 9");
  expect(shown?.interval.low).toBeCloseTo(0.4995, 2);
  expect(shown?.interval.high).toBeCloseTo(0.924, 2);
});

test("of nothing there is no rate, neither good nor bad", () => {
  expect(showSuccess({ succeeded: 0, failed: 0 })).toBeNull();
});
