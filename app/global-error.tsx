"use client";
import "./globals.css";
import { ErrorState } from "@/components/ui/error-state.tsx";

/** The last resort: the frame around the pages itself could not be drawn, mostly for want of settings. */
export default function GlobalError({ error, reset }: { readonly error: Error & { digest?: string }; readonly reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main className="flex min-h-dvh items-center justify-center">
          <ErrorState title="Windvane could not start" onRetry={reset}>
            Often SUPABASE_URL or SUPABASE_PUBLISHABLE_KEY is missing; the server&apos;s log names the cause
            {error.digest === undefined ? "" : ` under ${error.digest}`}. Nothing that agents report is lost by it.
          </ErrorState>
        </main>
      </body>
    </html>
  );
}
