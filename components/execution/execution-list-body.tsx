import { Activity, SearchX } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { ErrorState } from "@/components/ui/error-state.tsx";
import { EVERYTHING, isNarrowed } from "@/lib/domain/execution-search.ts";
import { errorSentence } from "@/lib/view/error-sentence.ts";
import { ExecutionList } from "./execution-list.tsx";
import { ExecutionListSkeleton } from "./execution-list-frame.tsx";
import type { ExecutionListView } from "./use-execution-list.ts";

/** The list in whichever state it is. */
export function ExecutionListBody({ view, path }: { readonly view: ExecutionListView; readonly path: string }) {
  const { executions, address } = view;
  const { list, rows } = executions;
  if (list.isPending && list.fetchStatus === "paused") {
    return <ErrorState title="You are offline">The executions will load when the connection returns.</ErrorState>;
  }
  if (list.isPending) return <ExecutionListSkeleton />;
  if (list.isError && list.data === undefined) {
    return (
      <ErrorState title="The executions could not be loaded" onRetry={() => void list.refetch()}>
        {errorSentence(list.error)}
      </ErrorState>
    );
  }
  if (rows.length > 0) {
    return (
      <ExecutionList
        executions={executions}
        path={path}
        currentId={view.currentId}
        openId={address.selectedId}
        scroller={view.scroller}
        onOpen={view.open}
        onAtTop={view.setAtTop}
        onAim={view.aim}
      />
    );
  }
  if (isNarrowed(address.search)) {
    const action = <Button onClick={() => address.setSearch(EVERYTHING)}>Clear filters</Button>;
    return (
      <EmptyState icon={<SearchX aria-hidden="true" />} title="No execution matches" action={action}>
        None in this range has all that is asked for. Remove a filter, or look at a longer range.
      </EmptyState>
    );
  }
  const action = (
    <Button asChild>
      <Link href={`${path}?range=90d`}>Look at the last 90 days</Link>
    </Button>
  );
  return (
    <EmptyState icon={<Activity aria-hidden="true" />} title="No executions in this range" action={action}>
      They appear here as soon as an agent reports one. To connect an agent,{" "}
      <Link href={path.replace(/\/executions$/, "/settings")} className="text-accent underline-offset-2 hover:underline">
        make a key in the settings
      </Link>
      .
    </EmptyState>
  );
}
