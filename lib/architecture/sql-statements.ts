import type { SourceFile } from "./source-file.ts";

/** One statement of a migration, in lower case, with comments and string contents blanked, and where it begins in the file. */
export type Statement = { readonly text: string; readonly offset: number };

/** What a migration's reader skips or keeps whole: comments, strings, quoted names, dollar-quoted bodies. */
const TOKENS = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"[^"]*"|(\$\w*\$)[\s\S]*?\1|;/g;

/** The statements of a migration, in order. Blanks keep every offset; quoted names keep their text, and so do short string arguments. */
export function statementsOf(file: SourceFile): Statement[] {
  const ends: number[] = [];
  const blanked = file.text.replace(TOKENS, (token: string, _tag: unknown, offset: number) => {
    if (token === ";") ends.push(offset);
    return token === ";" || token.startsWith('"') ? token : blank(token);
  });
  const starts = [0, ...ends.map((end) => end + 1)];
  return starts.flatMap((start, index) => {
    const raw = blanked.slice(start, ends[index] ?? blanked.length);
    const text = raw.trim().toLowerCase();
    return text === "" ? [] : [{ text, offset: start + raw.length - raw.trimStart().length }];
  });
}

/** The text inside the parenthesis that opens at `open`, without it; nested ones are whole. */
export function insideParentheses(text: string, open: number): string {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")") depth--;
    if (depth === 0) return text.slice(open + 1, at);
  }
  return text.slice(open + 1);
}

/** The parts of a list, split at its own commas and not at those inside parentheses. */
export function splitList(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")") depth--;
    if (text[at] === "," && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)].map((part) => part.trim()).filter((part) => part !== "");
}

/** A table's name with its schema; a bare name lies in `public`. */
export function qualified(name: string): string {
  const bare = name.replaceAll('"', "");
  return bare.includes(".") ? bare : `public.${bare}`;
}

/** String contents and comments become blanks of the same length; the quotes stay, so that `''` is still seen to be empty. */
function blank(token: string): string {
  if (token.startsWith("'")) return `'${"_".repeat(token.length - 2)}'`;
  return token.replace(/[^\n]/g, " ");
}
