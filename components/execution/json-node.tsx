"use client";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { classNames } from "@/components/ui/class-names.ts";
import { formatExactCount } from "@/lib/core/format/format-count.ts";
import type { Json } from "@/lib/domain/execution.ts";

/** So many entries are drawn at once; the rest comes when asked for. */
const ENTRIES_AT_ONCE = 100;

/** Longer strings are cut until asked for. */
const STRING_CHARACTERS = 400;

/** So small, a value below the top is worth showing at once. */
const OPEN_ENTRIES = 8;

type JsonNodeProps = { readonly name?: string; readonly value: Json; readonly depth: number; readonly startsOpen: boolean };

/** A value with all that is in it, folded where that is much. */
export function JsonNode({ name, value, depth, startsOpen }: JsonNodeProps) {
  if (typeof value === "string") return <JsonString {...(name === undefined ? {} : { name })} text={value} />;
  if (value === null || typeof value !== "object") {
    return (
      <div className="[overflow-wrap:anywhere]">
        <Name name={name} />
        <span className={value === null ? "text-muted" : "text-accent"}>{String(value)}</span>
      </div>
    );
  }
  return <JsonBranch name={name} value={value} depth={depth} startsOpen={startsOpen} />;
}

type JsonBranchProps = {
  readonly name: string | undefined;
  readonly value: Extract<Json, object>;
  readonly depth: number;
  readonly startsOpen: boolean;
};

function JsonBranch({ name, value, depth, startsOpen }: JsonBranchProps) {
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  const [isOpen, setOpen] = useState(startsOpen && (depth === 0 || entries.length <= OPEN_ENTRIES) && depth < 3);
  const [shown, setShown] = useState(ENTRIES_AT_ONCE);
  const size = isList ? `[${formatExactCount(entries.length)}]` : `{${formatExactCount(entries.length)}}`;
  return (
    <div>
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className="flex items-center text-left hover:bg-hover">
        <ChevronRight aria-hidden="true" className={classNames("size-3.5 shrink-0 text-muted", isOpen && "rotate-90")} />
        <Name name={name} />
        <span className="text-muted">{size}</span>
      </button>
      {isOpen ? (
        <div className="ml-1.5 border-l pl-3">
          {entries.slice(0, shown).map(([key, child]) => (
            <JsonNode key={key} name={key} value={child} depth={depth + 1} startsOpen={startsOpen} />
          ))}
          {entries.length > shown ? (
            <button type="button" className="text-accent hover:underline" onClick={() => setShown(shown + ENTRIES_AT_ONCE)}>
              Show {formatExactCount(Math.min(ENTRIES_AT_ONCE, entries.length - shown))} more of {formatExactCount(entries.length)}
            </button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

function JsonString({ name, text }: { readonly name?: string; readonly text: string }) {
  const [isWhole, setWhole] = useState(false);
  const isLong = text.length > STRING_CHARACTERS;
  return (
    <div className="whitespace-pre-wrap [overflow-wrap:anywhere]">
      <Name name={name} />
      {JSON.stringify(isLong && !isWhole ? text.slice(0, STRING_CHARACTERS) : text).replaceAll("\\n", "\n")}
      {isLong ? (
        <button type="button" className="ml-1 text-accent hover:underline" onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Show less" : `Show all ${formatExactCount(text.length)} characters`}
        </button>
      ) : null}
    </div>
  );
}

function Name({ name }: { readonly name: string | undefined }) {
  return name === undefined ? null : <span className="mr-1.5 text-muted">{name}:</span>;
}
