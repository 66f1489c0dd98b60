import { ErrorGroupSkeleton } from "@/components/error-group/errors-skeleton.tsx";

/** The error before it is there. */
export default function ErrorGroupLoading() {
  return <ErrorGroupSkeleton />;
}
