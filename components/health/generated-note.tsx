"use client";
import Link from "next/link";
import { use } from "react";
import { useWorkspace } from "@/lib/browser/workspace.tsx";

/** Says that part of the figures was made up by the demo; draws nothing where it was not. */
export function GeneratedNote({ hasGenerated }: { readonly hasGenerated: Promise<boolean> }) {
  const { slug } = useWorkspace();
  if (!use(hasGenerated)) return null;
  return (
    <p className="text-muted text-sm">
      These figures include history that the demo generated.{" "}
      <Link href={`/${slug}/settings`} className="text-accent hover:underline">
        Remove it in the settings
      </Link>
      ; what agents report stays.
    </p>
  );
}
