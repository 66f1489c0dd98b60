/** As many characters as the database takes. */
const LONGEST = 48;

/**
 * The part of an address made from a name: small letters, digits and single hyphens, at most 48. Letters lose their accents, all
 * other signs part words. Empty when the name has neither letter nor digit of the Latin alphabet.
 */
export function toSlug(name: string): string {
  const words = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "");
  return words.slice(0, LONGEST).replace(/-$/, "");
}
