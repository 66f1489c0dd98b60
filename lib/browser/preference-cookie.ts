/** What this browser remembers, in cookies, so that the server draws the first screen with it. */
export type PreferenceName = "wv-theme" | "wv-zone" | "wv-rail" | "wv-workspace";

/** Browsers cap the life of a cookie at 400 days. */
const LONGEST_SECONDS = 400 * 86_400;

/** Remembers `value`; null forgets it. */
export function writePreference(name: PreferenceName, value: string | null): void {
  const life = value === null ? 0 : LONGEST_SECONDS;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API does not exist outside secure contexts, and consoles are often plain http
  document.cookie = `${name}=${encodeURIComponent(value ?? "")}; path=/; max-age=${life}; samesite=lax`;
}
