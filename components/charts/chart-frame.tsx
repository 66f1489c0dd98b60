"use client";
import { ChartNoAxesColumn, Table2 } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { classNames } from "@/components/ui/class-names.ts";
import { IconButton } from "@/components/ui/icon-button.tsx";

type ChartFrameProps = {
  /** What is drawn; the unit follows it. */
  readonly title: string;
  readonly unit: string;
  /** What to see in it. */
  readonly caption?: ReactNode;
  /** Said in place of the drawing when there is nothing to draw. */
  readonly empty: string | null;
  readonly chart: ReactNode;
  readonly table: ReactNode;
  readonly className?: string;
};

/** Around every chart: its title and unit, its caption, and the table behind it. */
export function ChartFrame({ title, unit, caption, empty, chart, table, className }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  const titleId = useId();
  return (
    <figure aria-labelledby={titleId} className={classNames("flex min-w-0 flex-col gap-1", className)}>
      <div className="flex min-h-7 items-center gap-2">
        <p id={titleId} className="min-w-0 flex-1 truncate font-medium">
          {title} <span className="font-normal text-muted text-sm">{unit}</span>
        </p>
        {empty === null ? (
          <IconButton label={asTable ? "Show as a chart" : "Show as a table"} size="small" onClick={() => setAsTable(!asTable)}>
            {asTable ? <ChartNoAxesColumn aria-hidden="true" /> : <Table2 aria-hidden="true" />}
          </IconButton>
        ) : null}
      </div>
      <div className="h-52 min-w-0">
        {empty === null ? null : (
          <p className="flex h-full items-center justify-center rounded-md border border-dashed text-muted">{empty}</p>
        )}
        {empty === null && (asTable ? table : chart)}
      </div>
      {caption === undefined ? null : <figcaption className="text-muted text-sm">{caption}</figcaption>}
    </figure>
  );
}
