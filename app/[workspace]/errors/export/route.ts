import type { NextRequest } from "next/server";
import { readErrorGroups } from "@/lib/data/read-error-groups.ts";
import { parseTimeRange } from "@/lib/domain/time-range.ts";
import { readExportRequest } from "@/lib/server/export-request.ts";
import { exportResponse } from "@/lib/server/export-response.ts";
import { requireWorkspace } from "@/lib/server/session.ts";
import { getSupabase } from "@/lib/server/supabase.ts";
import { filterGroups, parseGroupSearch, parseGroupSort, sortGroups } from "@/lib/view/error-group-search.ts";
import { errorGroupColumns } from "@/lib/view/export-columns.ts";
import { exportFileName, onePage } from "@/lib/view/export-text.ts";

/** The error groups as an address shows them, as a file. */
export async function GET(request: NextRequest, { params }: { readonly params: Promise<{ readonly workspace: string }> }) {
  const { id: workspaceId, slug } = await requireWorkspace((await params).workspace);
  const asked = readExportRequest(request);
  if (asked.kind === "refused") return asked.response;
  const { format, parameters } = asked;
  const search = parseGroupSearch(parameters);
  const nowMs = Date.now();
  const range = parseTimeRange(parameters);
  const { agentIds, taskTypes } = search;
  const reading = await readErrorGroups(await getSupabase(), { workspaceId, range, nowMs, agentIds, taskTypes });
  const sort = parseGroupSort(typeof parameters["sort"] === "string" ? parameters["sort"] : null);
  const rows = sortGroups(filterGroups(reading.groups, search, nowMs), sort);
  const fileName = exportFileName({ slug, what: "errors", ...reading.span, format });
  return exportResponse({ fileName, format, columns: errorGroupColumns(nowMs), pages: onePage(rows) });
}
