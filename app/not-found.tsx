import { Compass } from "lucide-react";
import Link from "next/link";
import { buttonClasses } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";

/** An address that leads nowhere, or to where this person may not go. */
export default function NotFound() {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <EmptyState
        icon={<Compass aria-hidden="true" />}
        title="There is nothing at this address"
        action={
          <Link href="/" className={buttonClasses("secondary")}>
            Go to your workspace
          </Link>
        }
      >
        It may have been removed, or it belongs to a workspace that you are not a member of.
      </EmptyState>
    </main>
  );
}
