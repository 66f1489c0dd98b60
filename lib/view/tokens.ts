/** A colour in OKLCH: lightness 0 to 1, chroma from 0, hue in degrees. */
export type Oklch = readonly [lightness: number, chroma: number, hue: number];

/** The two looks of the screen; equals, neither derived from the other. */
export type ThemeName = "light" | "dark";

/** The grounds that text stands on. `hover` is also the ground of a selected row and of a quiet button. */
export const GROUND_ROLES = ["background", "surface", "hover"] as const;

/** The roles that colour text; each is legible on every ground (contrast 4.5 or better, see the test). */
export const TEXT_ROLES = ["text", "muted", "accent", "healthy", "warning", "serious", "critical"] as const;

/** The colours of series, in their fixed order; told apart with any kind of colour vision (see the test). */
export const SERIES_ROLES = ["series-1", "series-2", "series-3", "series-4", "series-5"] as const;

/** Every colour role. `line` separates, `edge` bounds a control, the two `on-` roles are text on a filled button. */
export const COLOUR_ROLES = [...GROUND_ROLES, "line", "edge", ...TEXT_ROLES, "on-accent", "on-critical", ...SERIES_ROLES] as const;

/** See {@link COLOUR_ROLES}. */
export type ColourRole = (typeof COLOUR_ROLES)[number];

/** The values of every role in both themes: the one source of the stylesheet's variables and of the contrast test. */
export const TOKENS: Readonly<Record<ThemeName, Readonly<Record<ColourRole, Oklch>>>> = {
  light: {
    background: [0.99, 0.002, 250],
    surface: [1, 0, 0],
    hover: [0.965, 0.005, 255],
    line: [0.91, 0.006, 255],
    edge: [0.64, 0.015, 258],
    text: [0.22, 0.02, 260],
    muted: [0.5, 0.02, 260],
    accent: [0.5, 0.1, 240],
    healthy: [0.5, 0.11, 160],
    warning: [0.53, 0.11, 75],
    serious: [0.55, 0.16, 42],
    critical: [0.53, 0.21, 22],
    "on-accent": [1, 0, 0],
    "on-critical": [1, 0, 0],
    "series-1": [0.44, 0.19, 265],
    "series-2": [0.48, 0.124, 50],
    "series-3": [0.63, 0.115, 166],
    "series-4": [0.36, 0.075, 326],
    "series-5": [0.66, 0.19, 305],
  },
  dark: {
    background: [0.16, 0.012, 255],
    surface: [0.2, 0.014, 255],
    hover: [0.235, 0.015, 255],
    line: [0.29, 0.014, 255],
    edge: [0.52, 0.015, 255],
    text: [0.95, 0.006, 255],
    muted: [0.69, 0.015, 255],
    accent: [0.74, 0.12, 225],
    healthy: [0.75, 0.13, 162],
    warning: [0.82, 0.14, 85],
    serious: [0.74, 0.16, 48],
    critical: [0.68, 0.2, 22],
    "on-accent": [0.18, 0.02, 255],
    "on-critical": [0.16, 0.02, 22],
    "series-1": [0.76, 0.112, 238],
    "series-2": [0.74, 0.118, 67],
    "series-3": [0.92, 0.06, 161],
    "series-4": [0.58, 0.173, 350],
    "series-5": [0.63, 0.19, 288],
  },
};

/** The stylesheet's variables of one theme: `--text` and so on, each an `oklch()` colour. */
export function themeVariables(theme: ThemeName): Record<string, string> {
  return Object.fromEntries(COLOUR_ROLES.map((role) => [`--${role}`, `oklch(${TOKENS[theme][role].join(" ")})`]));
}
