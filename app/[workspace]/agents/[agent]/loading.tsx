import { AgentSkeleton } from "@/components/agent/agents-skeleton.tsx";

/** The shape of the page of one agent. */
export default function AgentLoading() {
  return <AgentSkeleton />;
}
