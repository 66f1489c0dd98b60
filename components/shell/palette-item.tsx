import { Command } from "cmdk";
import type { ReactNode } from "react";
import { Kbd } from "@/components/ui/kbd.tsx";

type PaletteItemProps = {
  readonly value: string;
  readonly onSelect: () => void;
  readonly icon: ReactNode;
  readonly keys?: readonly string[];
  readonly children: ReactNode;
};

/** Something to find. `value` is what typed words are compared with. */
export function PaletteItem({ value, onSelect, icon, keys = [], children }: PaletteItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-9 cursor-default items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted"
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys.map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
    </Command.Item>
  );
}

const GROUP_CLASSES =
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs";

/** Findings of one kind, under its name. */
export function PaletteGroup({ heading, children }: { readonly heading: string; readonly children: ReactNode }) {
  return (
    <Command.Group heading={heading} className={GROUP_CLASSES}>
      {children}
    </Command.Group>
  );
}
