import { ExecutionsSkeleton } from "@/components/execution/executions-skeleton.tsx";

/** The list before it is there. */
export default function ExecutionsLoading() {
  return <ExecutionsSkeleton />;
}
