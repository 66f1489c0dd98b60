"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { isAppError } from "../core/app-error.ts";
import { ClockProvider } from "./clock.tsx";
import { SupabaseProvider } from "./supabase.tsx";

type ProvidersProps = {
  readonly url: string;
  readonly publishableKey: string;
  readonly nowMs: number;
  readonly timeZone: string;
  readonly children: ReactNode;
};

/** What every page finds around it: the stack's client, the query cache, the clock. */
export function Providers({ url, publishableKey, nowMs, timeZone, children }: ProvidersProps) {
  const [queries] = useState(makeQueryClient);
  return (
    <SupabaseProvider url={url} publishableKey={publishableKey}>
      <QueryClientProvider client={queries}>
        <ClockProvider nowMs={nowMs} timeZone={timeZone}>
          {children}
        </ClockProvider>
      </QueryClientProvider>
    </SupabaseProvider>
  );
}

function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // What changed is announced, so nothing is asked for again merely because a window got the focus.
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 2 && isWorthRetrying(error),
      },
      mutations: { retry: false },
    },
  });
}

/** A refusal stays a refusal however often one asks. */
function isWorthRetrying(error: Error): boolean {
  return !isAppError(error) || error.code === "unavailable" || error.code === "timeout";
}
