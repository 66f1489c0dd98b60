import { HealthSkeleton } from "@/components/health/health-skeleton.tsx";

/** The shape of the health page, which is what most open first. */
export default function WorkspaceLoading() {
  return <HealthSkeleton />;
}
