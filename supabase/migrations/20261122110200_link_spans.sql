-- Purpose: links spans to their parents and to the agents above them, whichever comes first.
-- Risk: none; used by ingest_spans only.

-- Spans of one trace come in several batches, perhaps at once. Whoever writes any of a trace holds the trace, so that of a
-- parent and a child that come together one sees the other. Locks are of 128 kinds, for there is room for few; they are
-- taken in one order, before anything else is locked, so that no two batches wait for each other in a circle.
create function private.lock_traces(in_workspace uuid, in_traces uuid[]) returns void
language plpgsql security invoker set search_path = '' as $$
declare
  key bigint;
begin
  for key in
    select distinct hashtextextended(format('execution_spans:%s:%s', in_workspace, hashtext(trace.id::text) & 127), 0)
    from unnest(in_traces) as trace (id)
    order by 1
  loop
    perform pg_advisory_xact_lock(key);
  end loop;
end
$$;

-- From the given spans downwards, level by level, until nothing changes any more. Each level reads what the one above it wrote.
create function private.link_spans(in_workspace uuid, in_ids uuid[], in_low uuid, in_high uuid) returns uuid[]
language plpgsql security invoker set search_path = '' as $$
declare
  -- Real trees are some levels deep. A ring, which no honest sender makes, would never end.
  most_levels constant integer := 500;
  changed uuid[] := '{}';
  updated uuid[];
  frontier uuid[];
begin
  -- Beside the spans themselves: who waited for them as parents, and who has only the trace's root to look to.
  select array_agg(distinct span.id) into frontier
  from (
    select unnest(in_ids) as id
    union all
    select child.id
    from public.execution_spans as come
    join public.execution_spans as child on child.parent_key = come.span_key and child.id between in_low and in_high
    where come.workspace_id = in_workspace and come.id = any (in_ids)
    union all
    select orphan.id
    from public.execution_spans as root
    join public.execution_spans as orphan on orphan.root_key = root.root_key and orphan.parent_id is null
      and orphan.parent_key <> orphan.root_key and orphan.id between in_low and in_high
    where root.workspace_id = in_workspace and root.id = any (in_ids) and root.parent_key = root.root_key
  ) as span;

  for level in 1 .. most_levels loop
    exit when frontier is null;
    with judged as materialized (
      select span.id, parent.id as parent_id,
        case
          when span.own_agent_id is not null then null
          when parent.id is not null then coalesce(parent.own_agent_id, parent.inherited_agent_id)
          else root.own_agent_id
        end as inherited_agent_id
      from public.execution_spans as span
      left join lateral (
        select above.id, above.own_agent_id, above.inherited_agent_id
        from public.execution_spans as above
        where above.span_key = span.parent_key and above.id between in_low and in_high and above.id <> span.id
        order by above.id
        limit 1
      ) as parent on true
      left join lateral (
        select top.own_agent_id
        from public.execution_spans as top
        where parent.id is null and span.parent_key <> span.root_key and top.parent_key = span.root_key and top.id between in_low and in_high
        order by top.id
        limit 1
      ) as root on true
      where span.workspace_id = in_workspace and span.id = any (frontier)
        -- A parent once found stays found.
        and (parent.id is not null or span.parent_id is null)
    ), written as (
      update public.execution_spans as span set parent_id = judged.parent_id, inherited_agent_id = judged.inherited_agent_id
      from judged
      where span.workspace_id = in_workspace and span.id = any (frontier) and span.id = judged.id
        and (span.parent_id, span.inherited_agent_id) is distinct from (judged.parent_id, judged.inherited_agent_id)
      returning span.id
    )
    select array_agg(written.id) into updated from written;
    changed := changed || updated;
    select array_agg(distinct child.id) into frontier
    from public.execution_spans as span
    join public.execution_spans as child on child.parent_key = span.span_key and child.own_agent_id is null and child.id between in_low and in_high
    where span.workspace_id = in_workspace and span.id = any (updated) and span.own_agent_id is null;
  end loop;
  return changed;
end
$$;
comment on function private.link_spans is
  'Sets parent and inherited agent of these spans and of all that hang on them, among those from in_low to in_high; returns which changed.';

-- Whoever was taken for an agent only while the span that names the right one was on its way is forgotten again.
create function private.forget_idle_agents(in_workspace uuid, in_agents text[]) returns void
language sql security invoker set search_path = '' as $$
  delete from public.agents as gone
  where (gone.workspace_id, gone.id) in (
    select agent.workspace_id, agent.id
    from public.agents as agent
    where agent.workspace_id = in_workspace and agent.id = any (in_agents) and agent.description = '' and agent.endpoint_url is null
      and not exists (
        select from public.execution_history as history where history.workspace_id = in_workspace and history.agent_id = agent.id
      )
    order by agent.id
    -- Whoever is just being seen is not idle.
    for update skip locked
  )
$$;
comment on function private.forget_idle_agents is 'Removes those of the agents that have no execution left, that nobody described and nobody can call.';
grant execute on function private.lock_traces, private.link_spans, private.forget_idle_agents to service_role;
