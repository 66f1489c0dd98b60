import { ExecutionDetailSkeleton } from "@/components/execution/execution-detail-states.tsx";

/** The comparison before it is there. */
export default function CompareLoading() {
  return <ExecutionDetailSkeleton />;
}
