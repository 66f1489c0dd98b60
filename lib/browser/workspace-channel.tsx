"use client";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useMemo, useState } from "react";
import { toExecutionAnnouncement } from "../data/execution-rows.ts";
import type { ExecutionSummary } from "../domain/execution.ts";
import { openLiveChannel } from "./live-channel.ts";
import { useSupabase } from "./supabase.tsx";

/** What is broadcast when executions began or ended: how many, and the newest of them (at most 50). */
export type ExecutionAnnouncement = { readonly total: number; readonly executions: readonly ExecutionSummary[] };

/** How current the page is, and since when it has been so (epoch ms). */
export type LiveState = { readonly kind: "connecting" | "live" | "paused" | "offline"; readonly sinceMs: number };

/** Holds the page still, and lets it go on. */
export type LiveControl = { readonly pause: () => void; readonly resume: () => void };

type Listeners = {
  readonly executions: Set<(announcement: ExecutionAnnouncement) => void>;
  readonly whilePaused: Set<(announcement: ExecutionAnnouncement) => void>;
  readonly alerts: Set<() => void>;
  readonly agents: Set<() => void>;
  readonly errorGroups: Set<() => void>;
  readonly modelPrices: Set<() => void>;
};

const ListenersContext = createContext<Listeners | null>(null);
const StateContext = createContext<LiveState | null>(null);
const ControlContext = createContext<LiveControl | null>(null);

type WorkspaceChannelProps = { readonly workspaceId: string; readonly nowMs: number; readonly children: ReactNode };

/** The one Realtime channel of the workspace, shared by everything on the page. */
export function WorkspaceChannel({ workspaceId, nowMs, children }: WorkspaceChannelProps) {
  const client = useSupabase();
  const queries = useQueryClient();
  const [connection, setConnection] = useState<LiveState>({ kind: "connecting", sinceMs: nowMs });
  const [pausedSinceMs, setPausedSinceMs] = useState<number | null>(null);
  const [listeners] = useState<Listeners>(() => ({
    executions: new Set(),
    whilePaused: new Set(),
    alerts: new Set(),
    agents: new Set(),
    errorGroups: new Set(),
    modelPrices: new Set(),
  }));

  const hear = useEffectEvent((payload: unknown) => {
    const announcement = toExecutionAnnouncement(payload);
    for (const listener of pausedSinceMs === null ? listeners.executions : listeners.whilePaused) listener(announcement);
  });
  const connect = useEffectEvent(() => {
    // Whatever was announced while nobody listened is asked for again.
    if (connection.kind === "offline" && pausedSinceMs === null) void queries.invalidateQueries();
    setConnection({ kind: "live", sinceMs: Date.now() });
  });

  useEffect(
    () =>
      openLiveChannel(client, workspaceId, {
        onExecutions: (payload) => hear(payload),
        // Alerts come through a pause: holding a list still must not hide that something broke.
        onAlerts: () => notify(listeners.alerts),
        onAgents: () => notify(listeners.agents),
        onErrorGroups: () => notify(listeners.errorGroups),
        onModelPrices: () => notify(listeners.modelPrices),
        onLive: () => connect(),
        onLost: () => setConnection((state) => (state.kind === "offline" ? state : { kind: "offline", sinceMs: Date.now() })),
      }),
    [client, workspaceId, listeners],
  );

  const control = useMemo(
    () => ({
      pause: () => setPausedSinceMs(Date.now()),
      resume: () => {
        setPausedSinceMs(null);
        void queries.invalidateQueries();
      },
    }),
    [queries],
  );
  const state = useMemo<LiveState>(
    () => (pausedSinceMs === null || connection.kind === "offline" ? connection : { kind: "paused", sinceMs: pausedSinceMs }),
    [connection, pausedSinceMs],
  );
  return (
    <ListenersContext value={listeners}>
      <ControlContext value={control}>
        <StateContext value={state}>{children}</StateContext>
      </ControlContext>
    </ListenersContext>
  );
}

/** Calls back with every announcement of new or ended executions, except while paused. */
export function useExecutionAnnouncements(callback: (announcement: ExecutionAnnouncement) => void): void {
  const { executions } = useRequired(ListenersContext);
  const call = useEffectEvent(callback);
  useEffect(() => listenIn(executions, (announcement) => call(announcement)), [executions]);
}

/** Calls back with the announcements that come while paused: to count what is held back. */
export function usePausedAnnouncements(callback: (announcement: ExecutionAnnouncement) => void): void {
  const { whilePaused } = useRequired(ListenersContext);
  const call = useEffectEvent(callback);
  useEffect(() => listenIn(whilePaused, (announcement) => call(announcement)), [whilePaused]);
}

/** Calls back when an alert was raised or changed, also while paused. */
export function useAlertChanges(callback: () => void): void {
  const { alerts } = useRequired(ListenersContext);
  const call = useEffectEvent(callback);
  useEffect(() => listenIn(alerts, () => call()), [alerts]);
}

/** Calls back when an agent appeared, was heard of again, or changed. */
export function useAgentChanges(callback: () => void): void {
  const { agents } = useRequired(ListenersContext);
  const call = useEffectEvent(callback);
  useEffect(() => listenIn(agents, () => call()), [agents]);
}

/** Calls back when failures were grouped, or something was decided of a group. */
export function useErrorGroupChanges(callback: () => void): void {
  const { errorGroups } = useRequired(ListenersContext);
  const call = useEffectEvent(callback);
  useEffect(() => listenIn(errorGroups, () => call()), [errorGroups]);
}

/** Calls back when a price was set or removed. */
export function useModelPriceChanges(callback: () => void): void {
  const { modelPrices } = useRequired(ListenersContext);
  const call = useEffectEvent(callback);
  useEffect(() => listenIn(modelPrices, () => call()), [modelPrices]);
}

/** How current the page is. */
export function useLiveState(): LiveState {
  return useRequired(StateContext);
}

/** Pause and resume. Resuming asks again for everything shown. */
export function useLiveControl(): LiveControl {
  return useRequired(ControlContext);
}

function useRequired<T>(context: React.Context<T | null>): T {
  const value = useContext(context);
  if (value === null) throw new Error("The live channel is used outside of WorkspaceChannel");
  return value;
}

function listenIn<T>(set: Set<T>, listener: T): () => void {
  set.add(listener);
  return () => {
    set.delete(listener);
  };
}

function notify(listeners: ReadonlySet<() => void>): void {
  for (const listener of listeners) listener();
}
