-- Purpose: the questions that pages ask about executions, each at one cost whatever the history's length.
-- Risk: none; read only, with the caller's own rights.

-- Whole buckets inside the range, finer ones at its edges: exact to the minute without reading minutes of a month.
create function private.rollup_slices(in_workspace uuid, in_from timestamptz, in_to timestamptz)
returns setof public.execution_rollups
language sql stable security invoker set search_path = '' as $$
  with edges as (
    select date_trunc('minute', in_from, 'UTC') as low, date_trunc('minute', in_to + interval '59.999999 seconds', 'UTC') as high
  ), hours as (
    select low, high, date_trunc('hour', low + interval '59 minutes 59 seconds', 'UTC') as first_hour, date_trunc('hour', high, 'UTC') as end_hour
    from edges
  ), spans as (
    select low, high,
      least(first_hour, high) as first_hour, greatest(end_hour, least(first_hour, high)) as end_hour,
      date_trunc('day', first_hour + interval '23 hours 59 minutes', 'UTC') as first_day, date_trunc('day', end_hour, 'UTC') as end_day
    from hours
  ), parts as (
    select 'minute' as resolution, low as begins, first_hour as ends from spans
    union all select 'minute', end_hour, high from spans
    union all select 'hour', first_hour, least(first_day, end_hour) from spans
    union all select 'hour', greatest(end_day, least(first_day, end_hour)), end_hour from spans
    union all select 'day', first_day, end_day from spans
  )
  select rollup.*
  from parts
  join public.execution_rollups as rollup
    on rollup.workspace_id = in_workspace and rollup.resolution = parts.resolution
    and rollup.bucket_at >= parts.begins and rollup.bucket_at < parts.ends
  where parts.begins < parts.ends
$$;

create function public.execution_totals(p_workspace_id uuid, p_from timestamptz, p_to timestamptz, p_by text[] default '{}')
returns table (
  agent_id text, task_type text, succeeded bigint, failed bigint, cancelled bigint, mean_ms double precision,
  p50_ms double precision, p95_ms double precision, p99_ms double precision,
  cost_usd double precision, input_tokens bigint, output_tokens bigint
)
language sql stable security invoker set search_path = '' as $$
  with slices as materialized (
    select case when 'agent' = any (p_by) then slice.agent_id end as agent, case when 'task_type' = any (p_by) then slice.task_type end as task, slice.*
    from private.rollup_slices(p_workspace_id, p_from, p_to) as slice
  ), cells as (
    select slices.agent, slices.task, cell.key, sum(cell.amount) as amount
    from slices, unnest(slices.histogram_keys, slices.histogram_counts) as cell (key, amount)
    group by slices.agent, slices.task, cell.key
  ), ranked as (
    select cells.agent, cells.task, cells.key,
      sum(cells.amount) over (partition by cells.agent, cells.task order by cells.key) as up_to,
      sum(cells.amount) over (partition by cells.agent, cells.task) as total
    from cells
  ), quantiles as (
    select ranked.agent, ranked.task,
      private.histogram_value(min(ranked.key) filter (where ranked.up_to > floor(0.50 * (ranked.total - 1)))) as p50,
      private.histogram_value(min(ranked.key) filter (where ranked.up_to > floor(0.95 * (ranked.total - 1)))) as p95,
      private.histogram_value(min(ranked.key) filter (where ranked.up_to > floor(0.99 * (ranked.total - 1)))) as p99
    from ranked
    group by ranked.agent, ranked.task
  ), sums as (
    select slices.agent, slices.task, sum(slices.succeeded) as succeeded, sum(slices.failed) as failed, sum(slices.cancelled) as cancelled,
      sum(slices.duration_sum_ms) / nullif(sum(slices.duration_count), 0) as mean_ms, sum(slices.cost_usd) as cost_usd,
      sum(slices.input_tokens)::bigint as input_tokens, sum(slices.output_tokens)::bigint as output_tokens
    from slices
    group by slices.agent, slices.task
  )
  select sums.agent, sums.task, sums.succeeded, sums.failed, sums.cancelled, sums.mean_ms::double precision,
    quantiles.p50, quantiles.p95, quantiles.p99, sums.cost_usd::double precision, sums.input_tokens, sums.output_tokens
  from sums
  left join quantiles on quantiles.agent is not distinct from sums.agent and quantiles.task is not distinct from sums.task
$$;
comment on function public.execution_totals is
  'Counts, durations (ms, relative error of a quantile at most 1 %), cost (USD) and tokens of the executions that ended in a range, by agent and task_type as asked.';

create function public.execution_series(
  p_workspace_id uuid, p_from timestamptz, p_to timestamptz, p_step interval, p_agent_id text default null, p_task_type text default null
) returns table (
  bucket_at timestamptz, succeeded bigint, failed bigint, cancelled bigint,
  p50_ms double precision, p95_ms double precision, p99_ms double precision, cost_usd double precision
)
language sql stable security invoker set search_path = '' as $$
  with slices as materialized (
    select date_bin(p_step, slice.bucket_at, date_trunc('day', p_from, 'UTC')) as bin, slice.*
    from public.execution_rollups as slice
    where slice.workspace_id = p_workspace_id
      and slice.resolution = case when p_step < interval '1 hour' then 'minute' when p_step < interval '1 day' then 'hour' else 'day' end
      and slice.bucket_at >= date_bin(p_step, p_from, date_trunc('day', p_from, 'UTC')) and slice.bucket_at < p_to
      and (p_agent_id is null or slice.agent_id = p_agent_id)
      and (p_task_type is null or slice.task_type = p_task_type)
  ), cells as (
    select slices.bin, cell.key, sum(cell.amount) as amount
    from slices, unnest(slices.histogram_keys, slices.histogram_counts) as cell (key, amount)
    group by slices.bin, cell.key
  ), ranked as (
    select cells.bin, cells.key, sum(cells.amount) over (partition by cells.bin order by cells.key) as up_to,
      sum(cells.amount) over (partition by cells.bin) as total
    from cells
  ), quantiles as (
    select ranked.bin,
      private.histogram_value(min(ranked.key) filter (where ranked.up_to > floor(0.50 * (ranked.total - 1)))) as p50,
      private.histogram_value(min(ranked.key) filter (where ranked.up_to > floor(0.95 * (ranked.total - 1)))) as p95,
      private.histogram_value(min(ranked.key) filter (where ranked.up_to > floor(0.99 * (ranked.total - 1)))) as p99
    from ranked
    group by ranked.bin
  )
  select slices.bin, sum(slices.succeeded), sum(slices.failed), sum(slices.cancelled),
    min(quantiles.p50), min(quantiles.p95), min(quantiles.p99), sum(slices.cost_usd)::double precision
  from slices
  left join quantiles on quantiles.bin = slices.bin
  group by slices.bin
  order by slices.bin
$$;
comment on function public.execution_series is 'The same figures as execution_totals over time, in steps; steps without an execution are left out.';

revoke execute on function public.execution_totals, public.execution_series from public, anon;
grant execute on function private.rollup_slices to authenticated, service_role;
