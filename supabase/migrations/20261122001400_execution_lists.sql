-- Purpose: lists of executions: filtered and searched, one with its relatives; and the end of the demo's history.
-- Risk: remove_generated_executions deletes, generated rows only.

create function public.list_executions(
  p_workspace_id uuid, p_from timestamptz default null, p_to timestamptz default null,
  p_statuses text[] default null, p_agent_ids text[] default null, p_task_types text[] default null,
  p_words text default null, p_before uuid default null, p_limit integer default 50
) returns setof public.execution_history
language plpgsql stable security invoker set search_path = '' as $$
declare
  conditions text := '';
begin
  -- Only the conditions that are asked for, so that the planner sees which index serves them.
  if p_from is not null then conditions := conditions || format(' and id >= %L', private.uuid_floor(p_from)); end if;
  if p_to is not null then conditions := conditions || format(' and id < %L', private.uuid_floor(p_to)); end if;
  if p_before is not null then conditions := conditions || format(' and id < %L', p_before); end if;
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
    'select * from public.execution_history where workspace_id = %L%s order by id desc limit %s',
    p_workspace_id, conditions, least(greatest(coalesce(p_limit, 50), 1), 500)
  );
end
$$;
comment on function public.list_executions is 'Newest first; the next page is asked for with the last id as p_before. At most 500 rows.';

create function public.execution_family(p_workspace_id uuid, p_id uuid) returns setof public.execution_history
language plpgsql stable security invoker set search_path = '' as $$
declare
  -- Wide enough for a person to read; deeper or wider trees are cut, and the page says so.
  most constant integer := 500;
  root uuid := p_id;
  above uuid;
begin
  for level in 1 .. 50 loop
    select parent_id into above from public.execution_history where workspace_id = p_workspace_id and id = root;
    exit when above is null or not exists (select from public.execution_history where workspace_id = p_workspace_id and id = above);
    root := above;
  end loop;
  return query
    -- Whoever was asked for comes first, so that no cut leaves it out; `union` drops repeats, so that a ring ends.
    with recursive family (id) as (
      select start.id from unnest(array[p_id, root]) as start (id)
      union
      select child.id
      from family
      join public.execution_history as child on child.workspace_id = p_workspace_id and child.parent_id = family.id
    )
    select history.*
    from (select family.id from family limit most) as kin
    join public.execution_history as history on history.workspace_id = p_workspace_id and history.id = kin.id
    order by history.started_at, history.id;
end
$$;
comment on function public.execution_family is 'The execution''s topmost ancestor and all below it, by start; at most 500.';

create function public.remove_generated_executions(p_workspace_id uuid) returns integer
language plpgsql security invoker set search_path = '' as $$
declare
  removed integer;
begin
  perform private.require_role(p_workspace_id, 'operator');
  delete from public.execution_history where workspace_id = p_workspace_id and is_generated;
  get diagnostics removed = row_count;
  return removed;
end
$$;
comment on function public.remove_generated_executions is 'Removes the demo''s generated history of a workspace; what agents reported stays. Operators only.';

-- Definer, because it writes the audit log.
create function private.audit_removed_executions() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- Retention drops partitions, which is no deletion; what comes here was asked for by somebody.
  perform private.record_audit(removed.workspace_id, 'executions.removed', 'execution', 'generated', null, jsonb_build_object('count', removed.total))
  from (select workspace_id, count(*) as total from old_rows group by workspace_id) as removed
  join public.workspaces on workspaces.id = removed.workspace_id;
  return null;
end
$$;
create trigger execution_history_audit_removed after delete on public.execution_history
  referencing old table as old_rows
  for each statement execute function private.audit_removed_executions();

create function public.has_generated_executions(p_workspace_id uuid) returns boolean
language sql stable security invoker set search_path = '' as $$
  select exists (select from public.execution_history where workspace_id = p_workspace_id and is_generated)
$$;
comment on function public.has_generated_executions is 'Whether the workspace holds history that the demo generated.';

revoke execute on function
  public.list_executions, public.execution_family, public.remove_generated_executions, public.has_generated_executions
from public, anon;
