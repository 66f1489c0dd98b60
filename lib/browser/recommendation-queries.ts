import { useMemo } from "react";
import { createSeededRandom } from "../core/seeded-random.ts";
import type { Client } from "../data/client.ts";
import { readEvidence } from "../data/read-agent-evidence.ts";
import type { EvidenceReading } from "../domain/fleet-reading.ts";
import type { AgentRecommendation, Preference } from "../domain/recommendation.ts";
import { recommendAgents } from "../learning/execution-feedback/recommend-agents.ts";
import type { FiguresQuery } from "./figures-queries.ts";

/** The evidence of a workspace, for `useReading`. */
export function evidenceQuery(client: Client, workspaceId: string): FiguresQuery<EvidenceReading> {
  return { queryKey: ["evidence", workspaceId], queryFn: () => readEvidence(client, { workspaceId, nowMs: Date.now() }) };
}

/**
 * The recommendation for each task type, in their order, worked out in the browser: a switch of the preference asks nobody. The same
 * engine answers agents. Its ranking knows no chance; whom chance would send work to is not shown, only how often.
 */
export function useRecommendations(
  reading: EvidenceReading,
  taskTypes: readonly string[],
  prefer: Preference,
): readonly AgentRecommendation[] {
  const names = taskTypes.join("\n");
  return useMemo(
    () =>
      names === ""
        ? []
        : names
            .split("\n")
            .map((taskType) =>
              recommendAgents({ taskType, prefer }, reading.evidence, { nowMs: reading.readAtMs, random: createSeededRandom(0) }),
            ),
    [reading, names, prefer],
  );
}
