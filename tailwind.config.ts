import type { Config } from "tailwindcss";
import plugin from "tailwindcss/plugin";
import { COLOUR_ROLES, themeVariables } from "./lib/view/tokens.ts";

const light = { ...themeVariables("light"), "color-scheme": "light" };
const dark = { ...themeVariables("dark"), "color-scheme": "dark" };

const config: Config = {
  theme: {
    colors: {
      transparent: "transparent",
      current: "currentColor",
      ...Object.fromEntries(COLOUR_ROLES.map((role) => [role, `var(--${role})`])),
    },
    fontFamily: {
      sans: ["var(--font-geist-sans)", "system-ui", "sans-serif"],
      mono: ["var(--font-geist-mono)", "ui-monospace", "monospace"],
    },
    // Tables are set in `sm`, everything else in `base`; a headline figure in `2xl`.
    fontSize: {
      xs: ["12px", { lineHeight: "16px" }],
      sm: ["13px", { lineHeight: "20px" }],
      base: ["14px", { lineHeight: "20px" }],
      lg: ["16px", { lineHeight: "24px" }],
      xl: ["20px", { lineHeight: "28px" }],
      "2xl": ["28px", { lineHeight: "36px" }],
    },
  },
  plugins: [
    plugin(({ addBase }) => {
      addBase({
        ":root": light,
        "@media (prefers-color-scheme: dark)": { ":root": dark },
        ":root[data-theme=light]": light,
        ":root[data-theme=dark]": dark,
      });
    }),
  ],
};

export default config;
