import { describe, expect, test } from "vitest";
import { COLOUR_VISIONS, contrastRatio, perceivedDistance } from "./colour-science.ts";
import { COLOUR_ROLES, GROUND_ROLES, SERIES_ROLES, TEXT_ROLES, TOKENS, themeVariables } from "./tokens.ts";

const THEMES = ["light", "dark"] as const;

/** WCAG 2.2, success criteria 1.4.3 (text) and 1.4.11 (controls and graphics). */
const TEXT_CONTRAST = 4.5;
const GRAPHIC_CONTRAST = 3;

/** About five times the difference that is just noticeable between large patches in OKLab (0.02); lines are thin. */
const SERIES_DISTANCE = 0.1;

describe("contrastRatio", () => {
  test("is 21 between white and black, 1 between equals, and the same both ways", () => {
    // WCAG 2.2: (1 + 0.05) / (0 + 0.05) = 21.
    expect(contrastRatio([1, 0, 0], [0, 0, 0])).toBeCloseTo(21, 3);
    expect(contrastRatio([0.5, 0.1, 240], [0.5, 0.1, 240])).toBe(1);
    expect(contrastRatio([0, 0, 0], [1, 0, 0])).toBeCloseTo(21, 3);
  });

  test("agrees with the grey that just passes on white", () => {
    // #767676 is sRGB 118: linear 0.18116 by the sRGB curve, so (1.05) / (0.23116) = 4.542; OKLCH lightness is cbrt(0.18116) = 0.5658.
    expect(contrastRatio([Math.cbrt(0.18116), 0, 0], [1, 0, 0])).toBeCloseTo(4.542, 2);
  });
});

describe.each(THEMES)("the %s theme", (theme) => {
  const colours = TOKENS[theme];
  const pairs = TEXT_ROLES.flatMap((role) => GROUND_ROLES.map((ground) => [role, ground] as const));

  test.each(pairs)("sets %s legibly on %s", (role, ground) => {
    expect(contrastRatio(colours[role], colours[ground])).toBeGreaterThanOrEqual(TEXT_CONTRAST);
  });

  test("sets the words of filled buttons legibly", () => {
    expect(contrastRatio(colours["on-accent"], colours.accent)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
    expect(contrastRatio(colours["on-critical"], colours.critical)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
  });

  test.each(GROUND_ROLES)("shows the edge of a control and every series on %s", (ground) => {
    for (const role of ["edge", ...SERIES_ROLES] as const) {
      if (ground === "hover" && role !== "edge") continue;
      expect(contrastRatio(colours[role], colours[ground]), role).toBeGreaterThanOrEqual(GRAPHIC_CONTRAST);
    }
  });

  test.each(COLOUR_VISIONS)("tells its series apart with %s vision", (vision) => {
    for (const [index, one] of SERIES_ROLES.entries()) {
      for (const other of SERIES_ROLES.slice(index + 1)) {
        expect(perceivedDistance(colours[one], colours[other], vision), `${one}, ${other}`).toBeGreaterThanOrEqual(SERIES_DISTANCE);
      }
    }
  });

  test("gives the stylesheet a variable for every role", () => {
    expect(Object.keys(themeVariables(theme))).toEqual(COLOUR_ROLES.map((role) => `--${role}`));
    expect(themeVariables(theme)["--text"]).toMatch(/^oklch\(0\.\d+ 0\.\d+ \d+\)$/);
  });
});
