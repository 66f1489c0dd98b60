import {
  applyErrorVerdicts,
  type ErrorSlice,
  readErrorWatch,
  storeErrorSlice,
  takeErrorSlice,
} from "../../../lib/data/learn-error-groups.ts";
import { groupFailures } from "../../../lib/learning/execution-feedback/error-group-failures.ts";
import { judgeErrorGroup } from "../../../lib/learning/execution-feedback/error-group-state.ts";
import { answer, bearerToken, refuse } from "../_shared/http.ts";
import { serviceClient } from "../_shared/service-client.ts";

/** A slice of so many failures takes some 100 ms of CPU, and a second where thousands of long messages are unlike each other, of the 2 s that a request has. */
const SLICE = 500;
/** After this long no further slice is begun; what is left waits in the inbox for the next call. */
const DEADLINE_MS = 1000;

const client = serviceClient();

Deno.serve((request) => handle(request).catch(fail));

async function handle(request: Request): Promise<Response> {
  if (request.method !== "POST") return refuse(405, "method_not_allowed", "Send a POST without a body.");
  if (bearerToken(request) !== Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")) {
    return refuse(401, "unauthorized", "Only the schedule calls this, with the project's secret key.");
  }
  const startedMs = performance.now();
  const skip: string[] = [];
  let learnt = 0;
  let isMore = true;
  while (isMore && performance.now() - startedMs < DEADLINE_MS) {
    const slice = await takeErrorSlice(client, { limit: SLICE, skip });
    isMore = slice !== null;
    if (slice === null) break;
    if (await learn(slice)) learnt += slice.failures.length;
    else skip.push(slice.workspace_id);
  }
  return answer(200, { learnt, isMore, judged: await judge() });
}

/** False where it has to wait: somebody else learns there now, or its failures could not be stored, and must not hold up the others. */
async function learn(slice: ErrorSlice): Promise<boolean> {
  try {
    return await storeErrorSlice(client, slice, groupFailures(slice.failures, slice.templates));
  } catch (cause) {
    console.error(`workspace ${slice.workspace_id}:`, cause);
    return false;
  }
}

async function judge(): Promise<number> {
  const nowMs = Date.now();
  const verdicts = (await readErrorWatch(client)).flatMap((group) => {
    const verdict = judgeErrorGroup(group, { nowMs });
    return verdict === null ? [] : [{ ...verdict, workspaceId: group.workspaceId, id: group.id, revision: group.revision }];
  });
  return applyErrorVerdicts(client, verdicts);
}

function fail(cause: unknown): Response {
  console.error(cause);
  return refuse(503, "unavailable", "Not all could be learnt. What was not waits for the next call.");
}
