-- Purpose: one call takes a batch of OpenTelemetry spans as executions: late, repeated and out of order, they end in one right row each.
-- Risk: this is the write path of every agent that reports by OpenTelemetry.

create function private.store_spans(in_workspace uuid, in_rows jsonb) returns void
language sql security invoker set search_path = '' as $$
  insert into public.execution_spans as known (workspace_id, id, span_key, parent_key, root_key, service_agent_id, own_agent_id)
  select distinct on (sent.id) in_workspace, sent.id, private.span_key(in_workspace, sent.trace_id, sent.span_id),
    private.span_key(in_workspace, sent.trace_id, sent.parent_span_id), private.span_key(in_workspace, sent.trace_id, null), sent.agent_id,
    case when sent.has_own_agent then sent.agent_id end
  from jsonb_to_recordset(in_rows) as sent (
    id uuid, trace_id uuid, span_id text, parent_span_id text, agent_id text, has_own_agent boolean
  )
  order by sent.id, sent.has_own_agent desc
  -- A span that is sent when it begins may name its agent only when it ends.
  on conflict (workspace_id, id) do update set own_agent_id = excluded.own_agent_id
  where known.own_agent_id is null and excluded.own_agent_id is not null
$$;

-- The executions of spans that were stored before, as they should be now.
create function private.resolved_spans(in_workspace uuid, in_ids uuid[]) returns table (id uuid, parent_id uuid, agent_id text)
language sql stable security invoker set search_path = '' as $$
  select coalesce(corrected.id, span.id), coalesce(parent.id, span.parent_id),
    coalesce(span.own_agent_id, span.inherited_agent_id, span.service_agent_id)
  from public.execution_spans as span
  left join private.corrected_executions as corrected on corrected.workspace_id = in_workspace and corrected.sent_id = span.id
  left join private.corrected_executions as parent on parent.workspace_id = in_workspace and parent.sent_id = span.parent_id
  where span.workspace_id = in_workspace and span.id = any (in_ids)
$$;

create function private.move_executions(in_workspace uuid, in_ids uuid[]) returns integer
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
      parent_id = coalesce(wanted.parent_id, history.parent_id), agent_id = wanted.agent_id
    from wanted
    where history.workspace_id = in_workspace and history.id = any (stored_ids) and history.id = wanted.id
      and (history.parent_id, history.agent_id) is distinct from (coalesce(wanted.parent_id, history.parent_id), wanted.agent_id)
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
comment on function private.move_executions is 'Gives stored executions the parent and the agent that were found since; touches only what changes, and the rollups follow.';

create function public.ingest_spans(
  p_key_hash text, p_rows text, p_newest_at timestamptz default null, p_workspace_id uuid default null
) returns jsonb
language plpgsql security invoker set search_path = '' as $$
declare
  sent_rows jsonb := p_rows;
  workspace uuid := private.workspace_of_key(p_key_hash, p_workspace_id);
  -- OTLP does not say when a request was sent. The newest instant in it can tell a clock that is off: nobody exports spans of
  -- the future, or of before the retention, by a clock that is right.
  clock_is_off boolean := p_newest_at > now() + interval '5 minutes' or p_newest_at < now() - make_interval(days => private.retention_days());
  sent_ids uuid[];
  known_ids uuid[];
  late_ids uuid[];
  low uuid;
  high uuid;
  answer jsonb;
begin
  if workspace is null then
    return jsonb_build_object('kind', 'unauthorized');
  end if;
  perform private.lock_traces(workspace, array(select distinct sent.trace_id from jsonb_to_recordset(sent_rows) as sent (trace_id uuid)));
  select array_agg(sent.id),
    -- Relatives are looked for a week around: further away, each of three months of partitions would be asked for each span.
    private.uuid_floor(min(sent.started_at) - interval '7 days'), private.uuid_floor(max(sent.started_at) + interval '7 days')
  into sent_ids, low, high
  from jsonb_to_recordset(sent_rows) as sent (id uuid, started_at timestamptz);
  known_ids := array(
    select span.id from public.execution_spans as span
    where span.workspace_id = workspace and span.id = any (sent_ids)
  );
  perform private.store_spans(workspace, sent_rows);
  late_ids := known_ids || array(
    select changed.id from unnest(private.link_spans(workspace, sent_ids, low, high)) as changed (id) where changed.id <> all (sent_ids)
  );

  select jsonb_agg(
    (sent.execution - '{span_id,parent_span_id,has_own_agent}'::text[])
      || jsonb_build_object('agent_id', resolved.agent_id, 'parent_id', resolved.parent_id)
    order by sent.position
  ) into sent_rows
  from jsonb_array_elements(sent_rows) with ordinality as sent (execution, position)
  join (
    select span.id, coalesce(span.own_agent_id, span.inherited_agent_id, span.service_agent_id) as agent_id, span.parent_id
    from public.execution_spans as span
    where span.workspace_id = workspace and span.id = any (sent_ids)
  ) as resolved on resolved.id = (sent.execution ->> 'id')::uuid;

  -- All agents of this call at once and in one order, before ingest_executions asks for those of its rows.
  perform private.note_agents(workspace, coalesce((
    select jsonb_agg(jsonb_build_object('agent_id', everyone.agent_id, 'task_type', everyone.task_type))
    from (
      select sent.agent_id, sent.task_type from jsonb_to_recordset(sent_rows) as sent (agent_id text, task_type text)
      union
      select late.agent_id, history.task_type
      from private.resolved_spans(workspace, late_ids) as late
      join public.execution_history as history on history.workspace_id = workspace and history.id = late.id
    ) as everyone
  ), '[]'));
  answer := public.ingest_executions(p_key_hash, sent_rows::text, case when clock_is_off then p_newest_at else now() end, p_workspace_id);
  if cardinality(late_ids) > 0 then
    perform private.move_executions(workspace, late_ids);
  end if;
  return answer;
end
$$;
comment on function public.ingest_spans is
  'Stores a batch of spans as executions. Parents and agents are found whichever comes first; the same spans in any order and number of batches end in the same rows.';
grant execute on function private.store_spans, private.resolved_spans, private.move_executions to service_role;
revoke execute on function public.ingest_spans from public, anon, authenticated;
grant execute on function public.ingest_spans to service_role;
