-- Purpose: finds the spans whose usage is a sum of what spans beneath them report, whichever come first.
-- Risk: this is the write path of every agent that reports by OpenTelemetry; a span more is read for each span that reports usage.

alter table public.execution_spans
  add column sums_usage boolean not null default false,
  add column has_usage boolean not null default false,
  add column has_usage_below boolean not null default false;
comment on column public.execution_spans.sums_usage is
  'The span is of a kind that uses nothing itself (an agent, a workflow, a tool, a chain): what it reports is a sum. A model''s call is never one.';
comment on column public.execution_spans.has_usage is 'The span itself reports tokens or a cost, more than none.';
comment on column public.execution_spans.has_usage_below is 'A known descendant reports usage. Once so, it stays so.';

create function private.is_usage_in_children(span public.execution_spans) returns boolean
language sql immutable parallel safe set search_path = '' as $$
  -- Null and not false, as for executions that are no spans.
  select case when span.sums_usage and span.has_usage and span.has_usage_below then true end
$$;

-- Upwards, level by level, as far as nobody said so before: each span is marked once in its life, so that all of it is linear.
-- Whoever calls holds the traces (private.lock_traces).
create function private.note_usage_below(in_workspace uuid, in_ids uuid[], in_low uuid, in_high uuid) returns uuid[]
language plpgsql security invoker set search_path = '' as $$
declare
  changed uuid[] := '{}';
  frontier uuid[] := in_ids;
  above uuid[];
  root_keys uuid[];
begin
  while frontier is not null loop
    select array_agg(distinct span.parent_id) filter (where span.parent_id is not null),
      -- What waits for its parent is beneath the root of its trace, as far as is known.
      array_agg(distinct span.root_key) filter (where span.parent_id is null and span.parent_key <> span.root_key)
    into above, root_keys
    from public.execution_spans as span
    where span.workspace_id = in_workspace and span.id = any (frontier) and (span.has_usage or span.has_usage_below);
    if root_keys is not null then
      -- All at once: one by one, each would ask every partition.
      above := above || array(
        select top.id from public.execution_spans as top
        where top.parent_key = any (root_keys) and top.id between in_low and in_high and not top.has_usage_below
      );
    end if;
    with marked as (
      update public.execution_spans as span set has_usage_below = true
      where span.workspace_id = in_workspace and span.id = any (above) and not span.has_usage_below
      returning span.id, private.is_usage_in_children(span) as is_changed
    )
    select array_agg(marked.id), changed || array_agg(marked.id) filter (where marked.is_changed) into frontier, changed from marked;
  end loop;

  -- Roots that came after what waits in their trace.
  root_keys := array(
    select root.root_key from public.execution_spans as root
    where root.workspace_id = in_workspace and root.id = any (in_ids) and root.parent_key = root.root_key and not root.has_usage_below
  );
  if cardinality(root_keys) > 0 then
    root_keys := array(
      select distinct orphan.root_key from public.execution_spans as orphan
      where orphan.root_key = any (root_keys) and orphan.parent_id is null and orphan.parent_key <> orphan.root_key
        and orphan.id between in_low and in_high and (orphan.has_usage or orphan.has_usage_below)
    );
    with marked as (
      update public.execution_spans as span set has_usage_below = true
      where span.workspace_id = in_workspace and span.id = any (in_ids) and span.parent_key = any (root_keys) and not span.has_usage_below
      returning span.id, private.is_usage_in_children(span) as is_changed
    )
    select changed || array_agg(marked.id) filter (where marked.is_changed) into changed from marked;
  end if;
  return changed;
end
$$;
comment on function private.note_usage_below is 'Tells all that stand above these spans that usage is reported beneath them; returns those whose own usage counts no more.';

create or replace function private.store_spans(in_workspace uuid, in_rows jsonb) returns void
language sql security invoker set search_path = '' as $$
  insert into public.execution_spans as known (
    workspace_id, id, span_key, parent_key, root_key, service_agent_id, own_agent_id, sums_usage, has_usage
  )
  select distinct on (sent.id) in_workspace, sent.id, private.span_key(in_workspace, sent.trace_id, sent.span_id),
    private.span_key(in_workspace, sent.trace_id, sent.parent_span_id), private.span_key(in_workspace, sent.trace_id, null), sent.agent_id,
    case when sent.has_own_agent then sent.agent_id end,
    bool_or(coalesce(sent.sums_usage, false)) over same, bool_or(greatest(sent.input_tokens, sent.output_tokens, sent.cost_usd) > 0) over same is true
  from jsonb_to_recordset(in_rows) as sent (
    id uuid, trace_id uuid, span_id text, parent_span_id text, agent_id text, has_own_agent boolean,
    sums_usage boolean, input_tokens bigint, output_tokens bigint, cost_usd numeric
  )
  window same as (partition by sent.id)
  order by sent.id, sent.has_own_agent desc
  -- A span that is sent when it begins may say only when it ends who its agent is, and what it used.
  on conflict (workspace_id, id) do update set
    own_agent_id = coalesce(known.own_agent_id, excluded.own_agent_id),
    sums_usage = known.sums_usage or excluded.sums_usage, has_usage = known.has_usage or excluded.has_usage
  where (known.own_agent_id is null and excluded.own_agent_id is not null)
    or (excluded.sums_usage and not known.sums_usage) or (excluded.has_usage and not known.has_usage)
$$;

-- The executions of spans that were stored before, as they should be now.
drop function private.resolved_spans;
create function private.resolved_spans(in_workspace uuid, in_ids uuid[])
returns table (id uuid, parent_id uuid, agent_id text, is_usage_in_children boolean)
language sql stable security invoker set search_path = '' as $$
  select coalesce(corrected.id, span.id), coalesce(parent.id, span.parent_id),
    coalesce(span.own_agent_id, span.inherited_agent_id, span.service_agent_id), private.is_usage_in_children(span)
  from public.execution_spans as span
  left join private.corrected_executions as corrected on corrected.workspace_id = in_workspace and corrected.sent_id = span.id
  left join private.corrected_executions as parent on parent.workspace_id = in_workspace and parent.sent_id = span.parent_id
  where span.workspace_id = in_workspace and span.id = any (in_ids)
$$;

create or replace function private.move_executions(in_workspace uuid, in_ids uuid[]) returns integer
language plpgsql security invoker set search_path = '' as $$
declare
  moved integer;
  left_agents text[];
  -- As a list of values, so that only the partitions that hold them are asked.
  stored_ids uuid[] := array(select resolved.id from private.resolved_spans(in_workspace, in_ids) as resolved);
begin
  with wanted as materialized (
    select * from private.resolved_spans(in_workspace, in_ids)
  ), before as materialized (
    select history.id, history.agent_id
    from public.execution_history as history
    where history.workspace_id = in_workspace and history.id = any (stored_ids)
  ), written as (
    update public.execution_history as history set
      parent_id = coalesce(wanted.parent_id, history.parent_id), agent_id = wanted.agent_id,
      is_usage_in_children = wanted.is_usage_in_children
    from wanted
    where history.workspace_id = in_workspace and history.id = any (stored_ids) and history.id = wanted.id
      and (history.parent_id, history.agent_id, history.is_usage_in_children)
        is distinct from (coalesce(wanted.parent_id, history.parent_id), wanted.agent_id, wanted.is_usage_in_children)
    returning history.id, history.agent_id
  )
  select count(*), array_agg(distinct before.agent_id) filter (where before.agent_id <> written.agent_id)
  into moved, left_agents
  from written
  join before using (id);
  if left_agents is not null then
    perform private.forget_idle_agents(in_workspace, left_agents);
  end if;
  return moved;
end
$$;
grant execute on function private.is_usage_in_children, private.note_usage_below, private.resolved_spans to service_role;
