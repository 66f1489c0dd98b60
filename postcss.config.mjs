/** Tailwind is the only thing that happens to the stylesheet. */
const config = { plugins: { "@tailwindcss/postcss": {} } };

export default config;
