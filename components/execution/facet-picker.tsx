"use client";
import { Command } from "cmdk";
import { Check, ChevronDown } from "lucide-react";
import { Button } from "@/components/ui/button.tsx";
import { classNames } from "@/components/ui/class-names.ts";
import { Popover } from "@/components/ui/popover.tsx";
import { formatCount, formatExactCount } from "@/lib/core/format/format-count.ts";

/** Something that a list can be narrowed to; `count` of how many ended in the range, where that is known. */
export type FacetOption = { readonly value: string; readonly label: string; readonly count: number | undefined };

type FacetPickerProps = {
  /** What is picked, in the singular: "Agent". */
  readonly name: string;
  readonly options: readonly FacetOption[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  /** Said when there is nothing to pick from. */
  readonly empty: string;
};

/** Picks any number of a list, found by typing. */
export function FacetPicker({ name, options, chosen, onChange, empty }: FacetPickerProps) {
  const toggle = (value: string) => onChange(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]);
  const trigger = (
    <Button className="px-2.5">
      <span className="sr-only">Filter by</span>
      {name}
      {chosen.length === 0 ? null : (
        <span className="figures rounded bg-hover px-1 text-accent text-xs">
          {chosen.length} <span className="sr-only">chosen</span>
        </span>
      )}
      <ChevronDown aria-hidden="true" className="text-muted" />
    </Button>
  );
  return (
    <Popover trigger={trigger} label={`Filter by ${name.toLowerCase()}`} align="start" className="w-72">
      <Command label={name} className="flex flex-col">
        <Command.Input
          placeholder={`Find ${name.toLowerCase()}`}
          className="h-9 border-b bg-transparent px-3 outline-none placeholder:text-muted"
        />
        <Command.List className="max-h-72 overflow-auto p-1">
          <Command.Empty className="px-2 py-3 text-muted">{options.length === 0 ? empty : "Nothing has that name."}</Command.Empty>
          {options.map((option) => {
            const isChosen = chosen.includes(option.value);
            return (
              <Command.Item
                key={option.value}
                value={option.value}
                keywords={[option.label]}
                onSelect={() => toggle(option.value)}
                className="flex min-h-8 cursor-default items-center gap-2 rounded px-2 data-[selected=true]:bg-hover"
              >
                <span
                  aria-hidden="true"
                  className={classNames(
                    "flex size-4 shrink-0 items-center justify-center rounded border border-edge",
                    isChosen && "border-accent bg-accent text-on-accent",
                  )}
                >
                  {isChosen ? <Check className="size-3" strokeWidth={3} /> : null}
                </span>
                <span className="min-w-0 flex-1 truncate">{option.label}</span>
                <span className="sr-only">{isChosen ? "chosen" : "not chosen"}</span>
                {option.count === undefined ? null : (
                  <span className="figures text-muted text-xs" title={`${formatExactCount(option.count)} ended in this range`}>
                    {formatCount(option.count)}
                  </span>
                )}
              </Command.Item>
            );
          })}
        </Command.List>
        {chosen.length === 0 ? null : (
          <Button variant="quiet" size="small" className="m-1 justify-start" onClick={() => onChange([])}>
            Clear
          </Button>
        )}
      </Command>
    </Popover>
  );
}
