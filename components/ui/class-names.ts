import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({ extend: { classGroups: { "font-size": [{ text: ["xs", "sm", "base", "lg", "xl", "2xl"] }] } } });

/** Joins class names; of two utilities for the same property the later wins, so a caller's `className` goes last. */
export function classNames(...values: ClassValue[]): string {
  return merge(clsx(values));
}
