import { Download } from "lucide-react";
import { Button } from "@/components/ui/button.tsx";
import { DropdownMenu, MenuItem, MenuLabel } from "@/components/ui/dropdown-menu.tsx";
import { EXPORT_FORMATS } from "@/lib/view/export-text.ts";

type ExportMenuProps = {
  /** Where the file comes from, with the search that it holds; the format is added. */
  readonly path: string;
  readonly parameters: string;
  /** How many rows it will have, and what else is to be known beforehand. */
  readonly size: string;
};

const WORDS = { csv: "CSV, for spreadsheets", json: "JSON, one array" } as const;

/** Takes the list away as a file: all of it, not only what is drawn. The browser's own download shows how far it is, and stops it. */
export function ExportMenu({ path, parameters, size }: ExportMenuProps) {
  const hrefOf = (format: string) => {
    const query = new URLSearchParams(parameters);
    query.set("format", format);
    return `${path}?${query}`;
  };
  return (
    <DropdownMenu
      trigger={
        <Button size="small" variant="quiet" aria-label="Export">
          <Download aria-hidden="true" />
          <span className="hidden sm:inline">Export</span>
        </Button>
      }
    >
      <MenuLabel className="max-w-64 text-pretty">{size}</MenuLabel>
      {EXPORT_FORMATS.map((format) => (
        <MenuItem key={format} asChild>
          <a href={hrefOf(format)} download>
            {WORDS[format]}
          </a>
        </MenuItem>
      ))}
    </DropdownMenu>
  );
}
