-- Purpose: a batch of spans marks whose usage is a sum, in the rows that it brings and in those that waited for it.
-- Risk: this is the write path of every agent that reports by OpenTelemetry.

create or replace function public.ingest_spans(
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
  moved_ids uuid[];
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
  moved_ids := private.link_spans(workspace, sent_ids, low, high);
  moved_ids := moved_ids || private.note_usage_below(workspace, sent_ids || moved_ids, low, high);
  late_ids := known_ids || array(select distinct moved.id from unnest(moved_ids) as moved (id) where moved.id <> all (sent_ids));

  select jsonb_agg(
    (sent.execution - '{span_id,parent_span_id,has_own_agent,sums_usage}'::text[])
      || jsonb_build_object(
        'agent_id', resolved.agent_id, 'parent_id', resolved.parent_id, 'is_usage_in_children', resolved.is_usage_in_children)
    order by sent.position
  ) into sent_rows
  from jsonb_array_elements(sent_rows) with ordinality as sent (execution, position)
  join (
    select span.id, coalesce(span.own_agent_id, span.inherited_agent_id, span.service_agent_id) as agent_id, span.parent_id,
      private.is_usage_in_children(span) as is_usage_in_children
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
