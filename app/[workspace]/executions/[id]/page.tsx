import type { Metadata } from "next";
import { ExecutionPageView } from "@/components/execution/execution-page-view.tsx";

export const metadata: Metadata = { title: "Execution" };

/** One execution: what it did, with what, and among which others. */
export default async function ExecutionPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  return <ExecutionPageView id={decodeURIComponent(id)} />;
}
