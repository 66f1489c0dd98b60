import type { NextRequest } from "next/server";
import { readFleet } from "@/lib/data/read-fleet.ts";
import { parseTimeRange } from "@/lib/domain/time-range.ts";
import { readExportRequest } from "@/lib/server/export-request.ts";
import { exportResponse } from "@/lib/server/export-response.ts";
import { requireWorkspace } from "@/lib/server/session.ts";
import { getSupabase } from "@/lib/server/supabase.ts";
import { agentRows, filterAgentRows, parseAgentSort, sortAgentRows } from "@/lib/view/agent-rows.ts";
import { AGENT_COLUMNS } from "@/lib/view/export-columns.ts";
import { exportFileName, onePage } from "@/lib/view/export-text.ts";

/** The table of agents as an address shows it, as a file. */
export async function GET(request: NextRequest, { params }: { readonly params: Promise<{ readonly workspace: string }> }) {
  const { id: workspaceId, slug } = await requireWorkspace((await params).workspace);
  const asked = readExportRequest(request);
  if (asked.kind === "refused") return asked.response;
  const { format, parameters } = asked;
  const reading = await readFleet(await getSupabase(), { workspaceId, range: parseTimeRange(parameters), nowMs: Date.now() });
  const words = typeof parameters["q"] === "string" ? parameters["q"] : "";
  const rows = sortAgentRows(filterAgentRows(agentRows(reading), words), parseAgentSort(parameters));
  const fileName = exportFileName({ slug, what: "agents", ...reading.span, format });
  return exportResponse({ fileName, format, columns: AGENT_COLUMNS, pages: onePage(rows) });
}
