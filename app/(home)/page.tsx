import { redirect } from "next/navigation";
import { FoundWorkspace } from "@/components/shell/found-workspace.tsx";
import { WindvaneMark } from "@/components/shell/windvane-mark.tsx";
import { readPreferences } from "@/lib/server/preferences.ts";
import { readWorkspaces, requireUser } from "@/lib/server/session.ts";

/** The way in: the workspace of last time, else the first, else the founding of one. */
export default async function HomePage() {
  const user = await requireUser();
  const [workspaces, { lastWorkspace }] = await Promise.all([readWorkspaces(), readPreferences()]);
  const chosen = workspaces.find((workspace) => workspace.slug === lastWorkspace) ?? workspaces[0];
  if (chosen !== undefined) redirect(`/${chosen.slug}`);
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-6 px-4 py-12">
      <WindvaneMark />
      <div className="flex flex-col gap-1">
        <h1 className="font-semibold text-xl">Found a workspace</h1>
        <p className="text-muted">A workspace holds one fleet of agents and the people who operate it. You will be its admin.</p>
      </div>
      <FoundWorkspace userId={user.id} />
    </main>
  );
}
