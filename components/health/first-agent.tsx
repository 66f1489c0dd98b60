"use client";
import { Radio } from "lucide-react";
import Link from "next/link";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Tabs } from "@/components/ui/tabs.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { curlSnippet, otelSnippet, sdkSnippet } from "@/lib/view/first-agent-snippets.ts";

/** A workspace that nothing has reported to: what would be here, and how to point a first agent at it. */
export function FirstAgent({ supabaseUrl }: { readonly supabaseUrl: string }) {
  const { slug } = useWorkspace();
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-6">
      <EmptyState icon={<Radio aria-hidden="true" />} title="No agent has reported yet" className="pb-0">
        Here would stand how your fleet fares: how much it does, how often it succeeds, how long it takes, and what fails first. It appears
        by itself with the first execution.
      </EmptyState>
      <ol className="flex list-decimal flex-col gap-4 pl-5 marker:text-muted">
        <li>
          <Link href={`/${slug}/settings`} className="text-accent hover:underline">
            Make a key in the settings
          </Link>{" "}
          and put it where your agent runs, as <code className="font-mono text-sm">WINDVANE_API_KEY</code>.
        </li>
        <li className="min-w-0">
          Report an execution:
          <Tabs
            label="How to report"
            className="mt-2"
            tabs={[
              { value: "curl", label: "curl", content: <Snippet text={curlSnippet(supabaseUrl)} what="the command" /> },
              { value: "sdk", label: "SDK", content: <Snippet text={sdkSnippet(supabaseUrl)} what="the code" /> },
              { value: "otel", label: "OpenTelemetry", content: <Snippet text={otelSnippet(supabaseUrl)} what="the settings" /> },
            ]}
          />
        </li>
      </ol>
    </div>
  );
}

function Snippet({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <div className="relative">
      <pre className="overflow-x-auto rounded-md border bg-surface p-3 pr-12 font-mono text-sm">{text}</pre>
      <CopyButton text={text} what={what} className="absolute top-2 right-2" />
    </div>
  );
}
