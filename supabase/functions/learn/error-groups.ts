import type { Client } from "../../../lib/data/client.ts";
import {
  applyErrorVerdicts,
  type ErrorSlice,
  readErrorWatch,
  storeErrorSlice,
  takeErrorSlice,
} from "../../../lib/data/learn-error-groups.ts";
import { groupFailures } from "../../../lib/learning/execution-feedback/error-group-failures.ts";
import { judgeErrorGroup } from "../../../lib/learning/execution-feedback/error-group-state.ts";
import { answer } from "../_shared/http.ts";

/** A slice of so many failures takes some 100 ms of CPU, and a second where thousands of long messages are unlike each other, of the 2 s that a request has. */
const SLICE = 500;
/** After this long no further slice is begun; what is left waits in the inbox for the next call. */
const DEADLINE_MS = 1000;

/** Groups failures by what they say, and judges the groups. */
export async function learnErrorGroups(client: Client): Promise<Response> {
  const startedMs = performance.now();
  const skip: string[] = [];
  let learnt = 0;
  let isMore = true;
  while (isMore && performance.now() - startedMs < DEADLINE_MS) {
    const slice = await takeErrorSlice(client, { limit: SLICE, skip });
    isMore = slice !== null;
    if (slice === null) break;
    if (await learn(client, slice)) learnt += slice.failures.length;
    else skip.push(slice.workspace_id);
  }
  return answer(200, { learnt, isMore, judged: await judge(client) });
}

/** False where it has to wait: somebody else learns there now, or its failures could not be stored, and must not hold up the others. */
async function learn(client: Client, slice: ErrorSlice): Promise<boolean> {
  try {
    return await storeErrorSlice(client, slice, groupFailures(slice.failures, slice.templates));
  } catch (cause) {
    console.error(`workspace ${slice.workspace_id}:`, cause);
    return false;
  }
}

async function judge(client: Client): Promise<number> {
  const nowMs = Date.now();
  const verdicts = (await readErrorWatch(client)).flatMap((group) => {
    const verdict = judgeErrorGroup(group, { nowMs });
    return verdict === null ? [] : [{ ...verdict, workspaceId: group.workspaceId, id: group.id, revision: group.revision }];
  });
  return applyErrorVerdicts(client, verdicts);
}
