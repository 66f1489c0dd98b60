import type { NextRequest } from "next/server";
import { pageExecutions } from "@/lib/data/page-executions.ts";
import { executionSpan, parseExecutionSearch } from "@/lib/domain/execution-search.ts";
import { parseTimeRange, resolveTimeRange } from "@/lib/domain/time-range.ts";
import { readExportRequest } from "@/lib/server/export-request.ts";
import { exportResponse } from "@/lib/server/export-response.ts";
import { requireWorkspace } from "@/lib/server/session.ts";
import { createDownloadSupabase } from "@/lib/server/supabase.ts";
import { EXECUTION_COLUMNS } from "@/lib/view/export-columns.ts";
import { exportFileName } from "@/lib/view/export-text.ts";

/** The list of executions that an address asks for, as a file, with the rights of whoever asks. */
export async function GET(request: NextRequest, { params }: { readonly params: Promise<{ readonly workspace: string }> }) {
  const { id: workspaceId, slug } = await requireWorkspace((await params).workspace);
  const asked = readExportRequest(request);
  if (asked.kind === "refused") return asked.response;
  const { format, parameters } = asked;
  const { search, ignored } = parseExecutionSearch(parameters);
  // A page may say what it left out; a file cannot, and would hold more than was asked for.
  if (ignored.length > 0) return new Response(`Part of the address makes no sense: ${ignored.join("; ")}.`, { status: 400 });
  const range = parseTimeRange(parameters);
  const nowMs = Date.now();
  const pages = pageExecutions(await createDownloadSupabase(), { workspaceId, ...search, ...executionSpan(range, nowMs) });
  const fileName = exportFileName({ slug, what: "executions", ...resolveTimeRange(range, nowMs), format });
  return exportResponse({ fileName, format, columns: EXECUTION_COLUMNS, pages });
}
