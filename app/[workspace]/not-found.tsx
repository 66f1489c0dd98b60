import { Compass } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state.tsx";

/** An address inside of the workspace that leads nowhere. */
export default function WorkspaceNotFound() {
  return (
    <EmptyState icon={<Compass aria-hidden="true" />} title="There is nothing at this address">
      It may have been removed, or passed the time that executions are kept.
    </EmptyState>
  );
}
