import { AgentsSkeleton } from "@/components/agent/agents-skeleton.tsx";

/** The shape of the table of agents. */
export default function AgentsLoading() {
  return <AgentsSkeleton />;
}
