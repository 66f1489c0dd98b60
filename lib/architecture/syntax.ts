import { parseSync } from "vite";
import type { SourceFile } from "./source-file.ts";

/** A node of the ESTree of a file: any field may hold a value, a node or a list of nodes. */
export type SyntaxNode = { readonly type: string; readonly start: number; readonly end: number; readonly [field: string]: unknown };

/** A node, the node that holds it, and under which field. */
export type Place = { readonly node: SyntaxNode; readonly parent: SyntaxNode | null; readonly field: string };

/** A comment with its place and its text between the marks. */
export type SourceComment = { readonly type: "Block" | "Line"; readonly value: string; readonly start: number; readonly end: number };

/** What parsing a file gives: every node in source order with its parent, the top-level statements, and the comments. */
export type Syntax = {
  readonly places: readonly Place[];
  readonly body: readonly SyntaxNode[];
  readonly comments: readonly SourceComment[];
};

const parsed = new WeakMap<SourceFile, Syntax>();

/** Parses a script once; raises an error that names the file when it is no valid TypeScript. */
export function syntaxOf(file: SourceFile): Syntax {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const { program, comments, errors } = parseSync(file.path, file.text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file.path} does not parse: ${error.message}`);
  const root: unknown = program;
  if (!isNode(root)) throw new Error(`${file.path} has no syntax tree`);
  const places: Place[] = [];
  collect({ node: root, parent: null, field: "" }, places);
  const syntax = { places, body: nodesIn(root["body"]), comments };
  parsed.set(file, syntax);
  return syntax;
}

/** Every node of the given types, in source order. */
export function findPlaces(file: SourceFile, ...types: readonly string[]): Place[] {
  return syntaxOf(file).places.filter(({ node }) => types.includes(node.type));
}

/** Every node of the given types inside `node`, itself included. */
export function findInside(node: SyntaxNode, ...types: readonly string[]): SyntaxNode[] {
  const places: Place[] = [];
  collect({ node, parent: null, field: "" }, places);
  return places.map((place) => place.node).filter((inner) => types.includes(inner.type));
}

/** Whether `value` is a syntax node. */
export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string" && "start" in value;
}

/** The node under a field, or null where there is none. */
export function child(node: SyntaxNode | null, field: string): SyntaxNode | null {
  const value = node?.[field];
  return isNode(value) ? value : null;
}

/** The nodes of a list, without holes; a lone node is a list of one. */
export function nodesIn(value: unknown): SyntaxNode[] {
  return (Array.isArray(value) ? value : [value]).filter(isNode);
}

/** The text of a string literal, or null for any other node. */
export function stringOf(node: SyntaxNode | null): string | null {
  const value = node?.type === "Literal" ? node["value"] : null;
  return typeof value === "string" ? value : null;
}

/** The dotted name of an expression such as `console.log` or `fetch`; empty for anything else. */
export function dottedName(node: SyntaxNode | null): string {
  if (node === null) return "";
  if (node.type === "Identifier" || node.type === "JSXIdentifier") return String(node["name"]);
  if (node.type !== "MemberExpression" || node["computed"] === true) return "";
  return `${dottedName(child(node, "object"))}.${dottedName(child(node, "property"))}`;
}

/** The directives that open the file, as in `"use client"`. */
export function directivesOf(file: SourceFile): string[] {
  return syntaxOf(file).body.flatMap((statement) => (typeof statement["directive"] === "string" ? [statement["directive"]] : []));
}

function collect(place: Place, into: Place[]): void {
  into.push(place);
  for (const [field, value] of Object.entries(place.node)) {
    for (const node of nodesIn(value)) collect({ node, parent: place.node, field }, into);
  }
}
