"use client";
import { useState } from "react";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { Tabs } from "@/components/ui/tabs.tsx";
import { useNowMs } from "@/lib/browser/clock.tsx";
import { curlSnippet, otelSnippet, sdkSnippet } from "@/lib/view/report-snippets.ts";

type MadeKeyProps = { readonly apiKey: string; readonly url: string };

/** A key that was just made, and three ways to report with it that work as they stand. */
export function MadeKey({ apiKey, url }: MadeKeyProps) {
  const [target] = useState({ apiKey, url, nowMs: useNowMs() });
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Snippet text={apiKey} what="the key" />
      <Tabs
        label="Ways to report"
        tabs={[
          { value: "curl", label: "Shell", content: <Snippet text={curlSnippet(target)} what="the command" /> },
          { value: "sdk", label: "SDK", content: <Snippet text={sdkSnippet(target)} what="the program" /> },
          { value: "otel", label: "OpenTelemetry", content: <Snippet text={otelSnippet(target)} what="the settings" /> },
        ]}
      />
    </div>
  );
}

function Snippet({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <div className="flex items-start gap-1 rounded-md bg-hover">
      <pre className="min-w-0 flex-1 overflow-x-auto p-3 font-mono text-sm">{text}</pre>
      <CopyButton text={text} what={what} className="m-1.5" />
    </div>
  );
}
