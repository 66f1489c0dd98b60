-- Purpose: the executions just before and after one in a filtered list, for going from page to page.
-- Risk: none; read only, with the caller's own rights.

create function public.execution_beside(
  p_workspace_id uuid, p_id uuid, p_from timestamptz default null, p_to timestamptz default null,
  p_statuses text[] default null, p_agent_ids text[] default null, p_task_types text[] default null, p_words text default null
) returns table (newer uuid, older uuid)
language plpgsql stable security invoker set search_path = '' as $$
declare
  conditions text := '';
begin
  -- Only the conditions that are asked for, as list_executions does, so that the planner sees which index serves them.
  if p_from is not null then conditions := conditions || format(' and id >= %L', private.uuid_floor(p_from)); end if;
  if p_to is not null then conditions := conditions || format(' and id < %L', private.uuid_floor(p_to)); end if;
  if p_statuses is not null then conditions := conditions || format(' and status = any (%L)', p_statuses); end if;
  if p_statuses is not null and not 'succeeded' = any (p_statuses) then conditions := conditions || ' and status <> ''succeeded'''; end if;
  if p_agent_ids is not null then conditions := conditions || format(' and agent_id = any (%L)', p_agent_ids); end if;
  if p_task_types is not null then conditions := conditions || format(' and task_type = any (%L)', p_task_types); end if;
  if p_words is not null and length(trim(p_words)) > 0 then
    conditions := conditions || format(
      ' and to_tsvector(''simple'', coalesce(task_description, '''') || '' '' || coalesce(error_type, '''') || '' '' || coalesce(error_message, '''')) @@ websearch_to_tsquery(''simple'', %L)',
      p_words
    );
  end if;
  return query execute format(
    'select
      (select id from public.execution_history where workspace_id = %1$L and id > %2$L%3$s order by id limit 1),
      (select id from public.execution_history where workspace_id = %1$L and id < %2$L%3$s order by id desc limit 1)',
    p_workspace_id, p_id, conditions
  );
end
$$;
comment on function public.execution_beside is 'The nearest newer and older execution of a list, null at its ends; the one they are beside need not be in the list.';
revoke execute on function public.execution_beside from public, anon;
