import type { Metadata } from "next";
import { CompareView } from "@/components/execution/compare-view.tsx";

export const metadata: Metadata = { title: "Compare executions" };

/** One execution beside a good run of the same task type, and what differs. */
export default async function ComparePage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  return <CompareView id={decodeURIComponent(id)} />;
}
