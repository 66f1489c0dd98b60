-- Purpose: who served the model of an execution, which part of its input came from a cache, and whether its cost is
--   reckoned or reported.
-- Risk: adds columns to execution_history without rewriting it; writers wait for the moment that takes.

alter table public.execution_history
  add column provider text,
  add column cached_input_tokens integer
    constraint execution_history_cached_input_tokens_sign check (cached_input_tokens >= 0),
  add column is_priced boolean,
  add constraint execution_history_cached_within_input check (cached_input_tokens <= input_tokens);
comment on column public.execution_history.provider is 'Who served the model, as the agent names it, such as openai.';
comment on column public.execution_history.cached_input_tokens is 'The part of input_tokens that the provider read from its cache.';
comment on column public.execution_history.is_priced is
  'True where cost_usd was reckoned from tokens and a price; null where the agent reported it, or there is none.';

create or replace function private.correct_executions(in_workspace uuid, in_rows jsonb, in_sent_at timestamptz) returns setof public.execution_history
language plpgsql security invoker set search_path = '' as $$
declare
  clock_is_off boolean := private.has_clock_off(in_rows, in_sent_at);
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
  )
  select distinct on (sent.id)
    in_workspace, coalesce(corrected.id, sent.id), sent.agent_id, sent.task_type,
    coalesce(sent.task_description, begun.task_description), sent.status,
    sent.started_at - coalesce(corrected.skew_ms, 0) * interval '1 millisecond',
    sent.finished_at - coalesce(corrected.skew_ms, 0) * interval '1 millisecond',
    sent.duration_ms, greatest(sent.attempt, begun.attempt, 1::smallint), coalesce(parent.id, sent.parent_id, begun.parent_id),
    coalesce(sent.trace_id, begun.trace_id), coalesce(sent.inputs, begun.inputs), sent.outputs,
    sent.error_type, sent.error_message, sent.error_details, coalesce(sent.model, begun.model),
    sent.input_tokens, sent.output_tokens, sent.cost_usd, coalesce(sent.tags, begun.tags), coalesce(sent.is_generated, false),
    corrected.skew_ms, now(), coalesce(sent.provider, begun.provider), sent.cached_input_tokens, null::boolean
  from sent
  -- Of a start and a finish in one batch, the finish, and what only the start said.
  left join sent as begun on begun.id = sent.id and begun.status = 'running' and sent.status <> 'running'
  left join private.corrected_executions as corrected on corrected.workspace_id = in_workspace and corrected.sent_id = sent.id
  left join private.corrected_executions as parent
    on parent.workspace_id = in_workspace and parent.sent_id = coalesce(sent.parent_id, begun.parent_id)
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
    provider = coalesce(excluded.provider, known.provider), cost_usd = coalesce(excluded.cost_usd, known.cost_usd)
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
