import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { isExecutionId } from "../domain/execution-search.ts";
import { executionFamilyOptions } from "./execution-queries.ts";
import { useSupabase } from "./supabase.tsx";
import { useWorkspace } from "./workspace.tsx";
import { useExecutionAnnouncements } from "./workspace-channel.tsx";

/** A family that is busy is read again at most this often. */
const READ_EVERY_MS = 300;

/** An execution with its relatives, kept current; null data when there is none of that id. */
export function useExecutionFamily(id: string) {
  const queries = useQueryClient();
  const options = executionFamilyOptions(useSupabase(), { workspaceId: useWorkspace().id, id: id.toLowerCase() });
  const isPossible = isExecutionId(id);
  const family = useQuery({ ...options, enabled: isPossible });
  const known = family.data?.relatives;
  const reading = useRef<ReturnType<typeof setTimeout> | null>(null);
  useExecutionAnnouncements(({ executions }) => {
    const isOurs = executions.some((told) => told.id === id || known?.some((one) => one.id === told.id || one.id === told.parentId));
    if (!isOurs || reading.current !== null) return;
    reading.current = setTimeout(() => {
      reading.current = null;
      void queries.invalidateQueries({ queryKey: options.queryKey });
    }, READ_EVERY_MS);
  });
  useEffect(
    () => () => {
      if (reading.current !== null) clearTimeout(reading.current);
      reading.current = null;
    },
    [],
  );
  return { family, isPossible };
}
