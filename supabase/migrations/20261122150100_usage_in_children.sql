-- Purpose: an execution can say that what it used is a sum of what others beneath it used.
-- Risk: adds a column to execution_history without rewriting it; writers wait for the moment that takes.

alter table public.execution_history add column is_usage_in_children boolean;
comment on column public.execution_history.is_usage_in_children is
  'True where the tokens and the cost are sums, and executions beneath this one report what they are sums of: figures count theirs, not these. Null elsewhere.';

-- Ingest passes it through for rows that are new.
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
  ), begun as materialized (
    -- Made apart, so that a batch without starts, as most are, looks for none.
    select * from sent where sent.status = 'running'
  ), periods as materialized (
    -- Once for each model of the batch, and not for each of its rows.
    select kind.model, kind.provider, period.*
    from (
      select distinct coalesce(sent.model, begun.model) as model, coalesce(sent.provider, begun.provider) as provider
      from sent
      left join begun on begun.id = sent.id and sent.status <> 'running'
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
    case when priced.usd is not null then true end, sent.is_usage_in_children
  from sent
  -- Of a start and a finish in one batch, the finish, and what only the start said.
  left join begun on begun.id = sent.id and sent.status <> 'running'
  left join private.corrected_executions as corrected on corrected.workspace_id = in_workspace and corrected.sent_id = sent.id
  left join private.corrected_executions as parent
    on parent.workspace_id = in_workspace and parent.sent_id = coalesce(sent.parent_id, begun.parent_id)
  left join periods on sent.cost_usd is null and coalesce(sent.input_tokens, sent.output_tokens) is not null
    and periods.model = coalesce(sent.model, begun.model) and periods.provider is not distinct from coalesce(sent.provider, begun.provider)
    and sent.started_at - coalesce(corrected.skew_ms, 0) * interval '1 millisecond' >= periods.valid_from
    and sent.started_at - coalesce(corrected.skew_ms, 0) * interval '1 millisecond' < periods.valid_until
  cross join lateral (
    -- As private.token_cost_usd reckons; a call for each row would cost more than all the rest of its price.
    select round((
      (coalesce(sent.input_tokens, 0) - coalesce(sent.cached_input_tokens, 0)) * periods.input_usd
      + coalesce(sent.cached_input_tokens, 0) * coalesce(periods.cached_input_usd, periods.input_usd)
      + coalesce(sent.output_tokens, 0) * periods.output_usd
    ) / 1000000, 9)
  ) as priced (usd)
  where not clock_is_off or private.clock_skew_ms(sent.started_at, in_sent_at) is not null
  order by sent.id, (sent.status = 'running');
end
$$;
