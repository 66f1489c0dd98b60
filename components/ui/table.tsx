import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

type TableProps = ComponentProps<"table"> & {
  /** What the table lists, read aloud; shown to nobody, for the page's heading says it. */
  readonly caption: string;
  /** Of the box that scrolls; give it a height where the head should stick inside the box. */
  readonly boxClassName?: string;
};

/** A dense table in a box that scrolls sideways by itself. */
export function Table({ caption, boxClassName, className, children, ...props }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrollable by keyboard, also where no cell takes the focus
    <div className={classNames("relative overflow-auto", boxClassName)} tabIndex={0}>
      <table className={classNames("w-full border-collapse text-sm", className)} {...props}>
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  );
}

/** The head; it stays in sight while the rows scroll. */
export function TableHead({ className, ...props }: ComponentProps<"thead">) {
  return <thead className={classNames("sticky top-0 z-10 bg-background text-muted", className)} {...props} />;
}

type CellAlign = {
  /** Figures are right-aligned, with digits of one width. */
  readonly figure?: boolean;
};

/** The head of a column. */
export function HeadCell({ figure = false, className, ...props }: ComponentProps<"th"> & CellAlign) {
  return (
    <th
      scope="col"
      className={classNames(
        "h-8 whitespace-nowrap px-2 font-medium shadow-[inset_0_-1px_0_var(--line)]",
        figure ? "text-right" : "text-left",
        className,
      )}
      {...props}
    />
  );
}

type RowProps = ComponentProps<"tr"> & {
  readonly selected?: boolean;
  /** Can be pressed, so it answers the pointer. Put a real button or link inside for the keyboard. */
  readonly pressable?: boolean;
};

/** A row, 32 px. */
export function Row({ selected = false, pressable = false, className, ...props }: RowProps) {
  return (
    <tr
      aria-selected={selected || undefined}
      className={classNames(
        "h-8 border-b",
        pressable && "cursor-pointer hover:bg-hover",
        selected && "bg-hover shadow-[inset_2px_0_0_var(--accent)]",
        className,
      )}
      {...props}
    />
  );
}

/** A cell of a row. */
export function Cell({ figure = false, className, ...props }: ComponentProps<"td"> & CellAlign) {
  return <td className={classNames("max-w-96 truncate px-2", figure && "figures text-right", className)} {...props} />;
}
