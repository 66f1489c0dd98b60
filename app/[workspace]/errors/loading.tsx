import { ErrorsSkeleton } from "@/components/error-group/errors-skeleton.tsx";

/** The list of errors before it is there. */
export default function ErrorsLoading() {
  return <ErrorsSkeleton />;
}
