import { ExecutionDetailSkeleton } from "@/components/execution/execution-detail-states.tsx";

/** The execution before it is there. */
export default function ExecutionLoading() {
  return <ExecutionDetailSkeleton />;
}
