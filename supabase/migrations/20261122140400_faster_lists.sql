-- Purpose: lists read the days that can hold what is asked for, newest first, and use the index of words; a family is found by index.
-- Risk: the search runs as definer, because row-level security keeps the index of words from being used; it checks membership itself.

create function private.instant_of(id uuid) returns timestamptz
language sql immutable parallel safe set search_path = '' as $$
  select to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0)
$$;
comment on function private.instant_of is 'When a UUIDv7 was made: its first 48 bits, in milliseconds (RFC 9562).';

create function private.execution_conditions(
  in_statuses text[], in_agent_ids text[], in_task_types text[], in_words text
) returns text
language sql stable set search_path = '' as $function$
  -- Only the conditions that are asked for, so that the planner sees which index serves them.
  select concat(
    case when in_statuses is not null then format(' and status = any (%L)', in_statuses) end,
    case when in_statuses is not null and not 'succeeded' = any (in_statuses) then ' and status <> ''succeeded''' end,
    case when in_agent_ids is not null then format(' and agent_id = any (%L)', in_agent_ids) end,
    case when in_task_types is not null then format(' and task_type = any (%L)', in_task_types) end,
    case when length(trim(in_words)) > 0 then format(
      ' and to_tsvector(''simple'', coalesce(task_description, '''') || '' '' || coalesce(error_type, '''') || '' '' || coalesce(error_message, '''')) @@ websearch_to_tsquery(''simple'', %L)',
      in_words
    ) end
  )
$function$;

-- Definer, because a search for words is not safe in the eyes of row-level security and would test every row of the workspace instead.
create function private.find_executions(
  in_workspace uuid, in_low uuid, in_high uuid, in_limit integer, in_is_ascending boolean,
  in_statuses text[], in_agent_ids text[], in_task_types text[], in_words text
) returns setof public.execution_history
language plpgsql stable security definer set search_path = '' as $$
declare
  conditions constant text := private.execution_conditions(in_statuses, in_agent_ids, in_task_types, in_words);
  oldest constant timestamptz := greatest(private.instant_of(in_low), now() - make_interval(days => private.retention_days()));
  newest constant timestamptz := least(private.instant_of(in_high), now());
  -- A stretch of days at a time, each longer than the one before: few matches are found in few steps, many in the first.
  stretch interval := interval '1 day';
  low uuid := in_low;
  high uuid := in_high;
  edge timestamptz := case when in_is_ascending then oldest else newest end;
  is_last boolean := false;
  wanted integer := in_limit;
  found_rows integer;
begin
  -- Under definer rights the setting still names who asks; only the service may ask for any workspace.
  if current_setting('role') <> 'service_role' and not exists (select from private.my_workspace_ids() as mine (id) where mine.id = in_workspace) then
    return;
  end if;
  loop
    edge := case when in_is_ascending then edge + stretch else edge - stretch end;
    is_last := case when in_is_ascending then edge >= newest else edge <= oldest end;
    if in_is_ascending then
      high := case when is_last then in_high else private.uuid_floor(edge) end;
    else
      low := case when is_last then in_low else private.uuid_floor(edge) end;
    end if;
    return query execute format('select * from public.execution_history where workspace_id = %L', in_workspace)
      || coalesce(format(' and id >= %L', low), '') || case when high is not null then format(' and id < %L', high) else '' end
      || conditions || format(' order by id %s limit %s', case when in_is_ascending then 'asc' else 'desc' end, wanted);
    get diagnostics found_rows = row_count;
    wanted := wanted - found_rows;
    exit when is_last or wanted <= 0;
    if in_is_ascending then
      low := high;
    else
      high := low;
    end if;
    stretch := stretch * 4;
  end loop;
end
$$;
comment on function private.find_executions is 'Executions with an id from in_low up to but without in_high, by id; only of a workspace that the caller is a member of.';

create or replace function public.list_executions(
  p_workspace_id uuid, p_from timestamptz default null, p_to timestamptz default null,
  p_statuses text[] default null, p_agent_ids text[] default null, p_task_types text[] default null,
  p_words text default null, p_before uuid default null, p_limit integer default 50
) returns setof public.execution_history
language sql stable security invoker set search_path = '' as $$
  select * from private.find_executions(
    p_workspace_id, private.uuid_floor(p_from), least(p_before, case when p_to is not null then private.uuid_floor(p_to) end),
    least(greatest(coalesce(p_limit, 50), 1), 500), false, p_statuses, p_agent_ids, p_task_types, p_words
  )
$$;

create or replace function public.execution_beside(
  p_workspace_id uuid, p_id uuid, p_from timestamptz default null, p_to timestamptz default null,
  p_statuses text[] default null, p_agent_ids text[] default null, p_task_types text[] default null, p_words text default null
) returns table (newer uuid, older uuid)
language sql stable security invoker set search_path = '' as $$
  with asked as (
    select private.uuid_floor(p_from) as low, case when p_to is not null then private.uuid_floor(p_to) end as high
  )
  select
    (
      select next.id
      from private.find_executions(p_workspace_id, greatest(p_id, low), high, 2, true, p_statuses, p_agent_ids, p_task_types, p_words) as next
      where next.id <> p_id order by next.id limit 1
    ),
    (
      select previous.id
      from private.find_executions(p_workspace_id, low, least(p_id, high), 1, false, p_statuses, p_agent_ids, p_task_types, p_words) as previous
    )
  from asked
$$;

-- The plan over all days is made once a session: it takes longer to make than to run.
create or replace function public.execution_family(p_workspace_id uuid, p_id uuid) returns setof public.execution_history
language plpgsql stable security invoker set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
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
      -- Fenced, so that it is looked up for each member: joined as equals, every child of the workspace would be read.
      cross join lateral (
        select history.id from public.execution_history as history
        where history.workspace_id = p_workspace_id and history.parent_id = family.id
        offset 0
      ) as child
    )
    select history.*
    from (select family.id from family limit most) as kin
    cross join lateral (
      select * from public.execution_history as one where one.workspace_id = p_workspace_id and one.id = kin.id offset 0
    ) as history
    order by history.started_at, history.id;
end
$$;

revoke execute on function private.find_executions from public, anon;
grant execute on function private.instant_of, private.execution_conditions, private.find_executions to authenticated, service_role;
