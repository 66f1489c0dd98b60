import { ExecutionDetailSkeleton } from "@/components/execution/execution-detail.tsx";

/** The execution before it is there. */
export default function ExecutionLoading() {
  return <ExecutionDetailSkeleton />;
}
