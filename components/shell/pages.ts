import { Activity, Bot, Bug, HeartPulse, type LucideIcon, Settings } from "lucide-react";

/** A page of a workspace: `path` under the workspace's own, and the key that leads there after `g`. */
export type ShellPage = { readonly key: string; readonly path: string; readonly label: string; readonly Icon: LucideIcon };

/** The pages in the rail, in their order. */
export const PAGES: readonly ShellPage[] = [
  { key: "h", path: "", label: "Health", Icon: HeartPulse },
  { key: "e", path: "/executions", label: "Executions", Icon: Activity },
  { key: "r", path: "/errors", label: "Errors", Icon: Bug },
  { key: "a", path: "/agents", label: "Agents", Icon: Bot },
];

/** Apart from the others: at the rail's foot. */
export const SETTINGS_PAGE: ShellPage = { key: "s", path: "/settings", label: "Settings", Icon: Settings };

/** Whether `pathname` lies on a page of the workspace at `base`; the health page is the base itself. */
export function isOnPage(pathname: string, base: string, page: ShellPage): boolean {
  const path = base + page.path;
  return pathname === path || (page.path !== "" && pathname.startsWith(`${path}/`));
}
