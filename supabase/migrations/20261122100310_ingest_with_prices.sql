-- Purpose: ingest reckons the cost of executions that were sent without one, from the prices in force.
-- Risk: this is the write path of every agent; where a workspace has no prices, it costs one look into an index.

create or replace function private.correct_executions(in_workspace uuid, in_rows jsonb, in_sent_at timestamptz) returns setof public.execution_history
language plpgsql security invoker set search_path = '' as $$
declare
  clock_is_off boolean := private.has_clock_off(in_rows, in_sent_at);
  has_prices boolean := exists (select from public.model_prices where workspace_id = in_workspace);
begin
  if clock_is_off then
    insert into private.corrected_executions (workspace_id, sent_id, id, skew_ms)
    select in_workspace, sent.id,
      -- The right time in front, the sender's own random bits behind.
      overlay(sent.id::text placing left(private.uuid_floor(sent.started_at - skew.ms * interval '1 millisecond')::text, 13) from 1 for 13)::uuid,
      skew.ms
    from jsonb_to_recordset(in_rows) as sent (id uuid, started_at timestamptz)
    cross join lateral (select private.clock_skew_ms(sent.started_at, in_sent_at)) as skew (ms)
    where skew.ms <> 0
    -- In one order, so that two senders of the same rows could never wait for each other in a circle.
    order by sent.id
    on conflict (workspace_id, sent_id) do nothing;
  end if;

  return query
  with sent as materialized (
    select * from jsonb_populate_recordset(null::public.execution_history, in_rows)
  ), periods as materialized (
    -- Once for each model of the batch, and not for each of its rows.
    select kind.model, kind.provider, period.*
    from (
      select distinct coalesce(sent.model, begun.model) as model, coalesce(sent.provider, begun.provider) as provider
      from sent
      left join sent as begun on begun.id = sent.id and begun.status = 'running' and sent.status <> 'running'
      where sent.cost_usd is null and coalesce(sent.input_tokens, sent.output_tokens) is not null
    ) as kind
    cross join lateral private.price_periods(in_workspace, kind.provider, kind.model) as period
    where has_prices and kind.model is not null
  )
  select distinct on (sent.id)
    in_workspace, coalesce(corrected.id, sent.id), sent.agent_id, sent.task_type,
    coalesce(sent.task_description, begun.task_description), sent.status,
    sent.started_at - coalesce(corrected.skew_ms, 0) * interval '1 millisecond',
    sent.finished_at - coalesce(corrected.skew_ms, 0) * interval '1 millisecond',
    sent.duration_ms, greatest(sent.attempt, begun.attempt, 1::smallint), coalesce(parent.id, sent.parent_id, begun.parent_id),
    coalesce(sent.trace_id, begun.trace_id), coalesce(sent.inputs, begun.inputs), sent.outputs,
    sent.error_type, sent.error_message, sent.error_details, coalesce(sent.model, begun.model),
    sent.input_tokens, sent.output_tokens, coalesce(sent.cost_usd, priced.usd)::numeric(18, 9), coalesce(sent.tags, begun.tags), coalesce(sent.is_generated, false),
    corrected.skew_ms, now(), coalesce(sent.provider, begun.provider), sent.cached_input_tokens,
    case when priced.usd is not null then true end
  from sent
  -- Of a start and a finish in one batch, the finish, and what only the start said.
  left join sent as begun on begun.id = sent.id and begun.status = 'running' and sent.status <> 'running'
  left join private.corrected_executions as corrected on corrected.workspace_id = in_workspace and corrected.sent_id = sent.id
  left join private.corrected_executions as parent
    on parent.workspace_id = in_workspace and parent.sent_id = coalesce(sent.parent_id, begun.parent_id)
  left join periods on sent.cost_usd is null and coalesce(sent.input_tokens, sent.output_tokens) is not null
    and periods.model = coalesce(sent.model, begun.model) and periods.provider is not distinct from coalesce(sent.provider, begun.provider)
    and sent.started_at - coalesce(corrected.skew_ms, 0) * interval '1 millisecond' >= periods.valid_from
    and sent.started_at - coalesce(corrected.skew_ms, 0) * interval '1 millisecond' < periods.valid_until
  cross join lateral (
    select case when periods.model is not null then private.token_cost_usd(
      periods.input_usd, periods.output_usd, periods.cached_input_usd, sent.input_tokens, sent.output_tokens, sent.cached_input_tokens) end
  ) as priced (usd)
  where not clock_is_off or private.clock_skew_ms(sent.started_at, in_sent_at) is not null
  order by sent.id, (sent.status = 'running');
end
$$;

create or replace function public.ingest_executions(
  p_key_hash text, p_rows text, p_sent_at timestamptz default null, p_workspace_id uuid default null
) returns jsonb
language plpgsql security invoker set search_path = '' as $$
declare
  -- Text, so that what stands between the sender and this function need not read it.
  sent_rows jsonb := p_rows;
  workspace uuid := private.workspace_of_key(p_key_hash, p_workspace_id);
  has_prices boolean := exists (select from public.model_prices where workspace_id = workspace);
  stored integer;
  skewed jsonb := '[]';
  expired jsonb := '[]';
begin
  if workspace is null then
    return jsonb_build_object('kind', 'unauthorized');
  end if;
  perform private.note_agents(workspace, sent_rows);
  insert into public.execution_history as known
  select * from private.correct_executions(workspace, sent_rows, p_sent_at)
  on conflict (workspace_id, id) do update set
    status = excluded.status, finished_at = excluded.finished_at, duration_ms = excluded.duration_ms, outputs = excluded.outputs,
    error_type = excluded.error_type, error_message = excluded.error_message, error_details = excluded.error_details,
    received_at = excluded.received_at, attempt = greatest(known.attempt, excluded.attempt),
    -- A finish need not repeat what the start said.
    task_description = coalesce(excluded.task_description, known.task_description), inputs = coalesce(excluded.inputs, known.inputs),
    parent_id = coalesce(excluded.parent_id, known.parent_id), trace_id = coalesce(excluded.trace_id, known.trace_id),
    model = coalesce(excluded.model, known.model), tags = coalesce(excluded.tags, known.tags),
    input_tokens = coalesce(excluded.input_tokens, known.input_tokens), output_tokens = coalesce(excluded.output_tokens, known.output_tokens),
    -- A part of the input goes with the input that it is a part of.
    cached_input_tokens = case when excluded.input_tokens is null then known.cached_input_tokens else excluded.cached_input_tokens end,
    provider = coalesce(excluded.provider, known.provider),
    (cost_usd, is_priced) = (
      select coalesce(reported.usd, priced.usd), case when reported.usd is null and priced.usd is not null then true end
      from (select coalesce(case when excluded.is_priced is null then excluded.cost_usd end, case when known.is_priced is null then known.cost_usd end))
        as reported (usd)
      -- From what start and finish say together.
      cross join lateral (
        select case when reported.usd is null and has_prices then private.cost_at(
          workspace, coalesce(excluded.provider, known.provider), coalesce(excluded.model, known.model), known.started_at,
          coalesce(excluded.input_tokens, known.input_tokens), coalesce(excluded.output_tokens, known.output_tokens),
          case when excluded.input_tokens is null then known.cached_input_tokens else excluded.cached_input_tokens end) end
      ) as priced (usd)
    )
  where known.status = 'running' and excluded.status <> 'running';
  get diagnostics stored = row_count;

  if private.has_clock_off(sent_rows, p_sent_at) then
    select coalesce(jsonb_agg(sent.position - 1), '[]') into expired
    from jsonb_array_elements(sent_rows) with ordinality as sent (execution, position)
    where private.clock_skew_ms((sent.execution ->> 'started_at')::timestamptz, p_sent_at) is null;
    -- Children that came before their parent know it by the id that was sent.
    update public.execution_history as child set parent_id = corrected.id
    from private.corrected_executions as corrected
    where corrected.workspace_id = workspace and child.workspace_id = workspace and child.parent_id = corrected.sent_id
      and corrected.sent_id in (select sent.id from jsonb_to_recordset(sent_rows) as sent (id uuid));
    skewed := private.raise_clock_alerts(workspace, sent_rows);
  end if;
  return jsonb_build_object(
    'kind', 'stored', 'workspaceId', workspace, 'stored', stored, 'clockSkews', skewed,
    'expired', expired, 'retentionDays', private.retention_days()
  );
end
$$;
