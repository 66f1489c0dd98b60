import type { Random } from "../../../../lib/core/seeded-random.ts";
import { makeUuidV7 } from "../../../../lib/core/uuid-v7.ts";
import type { ExecutionReport } from "../../../../lib/domain/ingest.ts";
import { FLEET_TAGS, type TaskEnd, type TaskStart } from "../work/effects.ts";

/** An execution of the history: a report like an agent's, marked as generated. */
export type GeneratedExecution = ExecutionReport & { readonly id: string; readonly isGenerated: true };

/** Writes down executions of virtual time, as the SDK does live. */
export class Recorder {
  readonly #open = new Map<string, { readonly task: TaskStart; readonly startedAtMs: number }>();
  #ended: GeneratedExecution[] = [];

  start(task: TaskStart, nowMs: number, random: Random): string {
    const id = makeUuidV7({ nowMs: Math.floor(nowMs), random });
    this.#open.set(id, { task, startedAtMs: nowMs });
    return id;
  }

  end(id: string, ending: TaskEnd, nowMs: number): void {
    const started = this.#open.get(id);
    if (started === undefined) return;
    this.#open.delete(id);
    const { task, startedAtMs } = started;
    this.#ended.push({
      id,
      agentId: task.agentId,
      taskType: task.taskType,
      taskDescription: task.taskDescription,
      status: ending.status,
      startedAt: new Date(startedAtMs).toISOString(),
      finishedAt: new Date(nowMs).toISOString(),
      durationMs: Math.round(1000 * (nowMs - startedAtMs)) / 1000,
      attempt: task.attempt,
      parentId: task.parent,
      // Both are plain records of texts and numbers; the report's type is only less exact about it.
      inputs: task.inputs as ExecutionReport["inputs"],
      outputs: ending.outputs as ExecutionReport["outputs"],
      error: ending.error,
      ...ending.usage,
      tags: FLEET_TAGS,
      isGenerated: true,
    });
  }

  /** Executions that ended since this was last asked. */
  takeEnded(): readonly GeneratedExecution[] {
    const ended = this.#ended;
    this.#ended = [];
    return ended;
  }

  get endedCount(): number {
    return this.#ended.length;
  }
}
