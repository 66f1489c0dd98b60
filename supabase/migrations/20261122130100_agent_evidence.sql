-- Purpose: what each agent did per task type and day, as a recommendation weighs it; reads rollups, never history.
-- Risk: none; read only, with the caller's own rights.

-- Days for two weeks, weeks before that: what is older counts less in a recommendation, and 90 days of an agent at a task type
-- are 26 rows at most.
create function private.evidence_of(in_workspace uuid, in_task_type text, in_days integer)
returns table (
  agent_id text, task_type text, counted_at timestamptz, succeeded bigint, failed bigint,
  duration_p50_ms double precision, mean_cost_usd double precision
)
language sql stable security invoker set search_path = '' as $$
  with buckets as materialized (
    select rollup.*,
      case
        when rollup.bucket_at > date_trunc('day', now(), 'UTC') - interval '14 days' then rollup.bucket_at
        -- A Monday, so that a week is a week of the calendar.
        else date_bin('7 days', rollup.bucket_at, timestamptz '2024-01-01 00:00:00Z')
      end as bin
    from public.execution_rollups as rollup
    where rollup.workspace_id = in_workspace and rollup.resolution = 'day'
      and rollup.bucket_at > date_trunc('day', now(), 'UTC') - make_interval(days => in_days)
  ), cells as (
    select buckets.agent_id, buckets.task_type, buckets.bin, cell.key, sum(cell.amount) as amount
    from buckets, unnest(buckets.histogram_keys, buckets.histogram_counts) as cell (key, amount)
    -- Speed is compared at the task type that is asked about, and nowhere else.
    where in_task_type is null or buckets.task_type = in_task_type
    group by buckets.agent_id, buckets.task_type, buckets.bin, cell.key
  ), ranked as (
    select cells.agent_id, cells.task_type, cells.bin, cells.key,
      sum(cells.amount) over (partition by cells.agent_id, cells.task_type, cells.bin order by cells.key) as up_to,
      sum(cells.amount) over (partition by cells.agent_id, cells.task_type, cells.bin) as total
    from cells
  ), medians as (
    select ranked.agent_id, ranked.task_type, ranked.bin,
      private.histogram_value(min(ranked.key) filter (where ranked.up_to > floor(0.50 * (ranked.total - 1)))) as p50
    from ranked
    group by ranked.agent_id, ranked.task_type, ranked.bin
  ), sums as (
    select buckets.agent_id, buckets.task_type, buckets.bin,
      -- A week stands where its days lie, not where it begins.
      min(buckets.bucket_at) + (max(buckets.bucket_at) - min(buckets.bucket_at)) / 2 as counted_at,
      sum(buckets.succeeded) as succeeded, sum(buckets.failed) as failed,
      -- Nothing reported costs is "not known", not "free".
      nullif(sum(buckets.cost_usd), 0) / nullif(sum(buckets.succeeded + buckets.failed + buckets.cancelled), 0) as mean_cost_usd
    from buckets
    group by buckets.agent_id, buckets.task_type, buckets.bin
  )
  select sums.agent_id, sums.task_type, sums.counted_at, sums.succeeded, sums.failed, medians.p50, sums.mean_cost_usd::double precision
  from sums
  left join medians on medians.agent_id = sums.agent_id and medians.task_type = sums.task_type and medians.bin = sums.bin
$$;
comment on function private.evidence_of is 'Outcomes per agent, task type and day (older than two weeks: week) of one workspace, with the median duration and mean cost.';
grant execute on function private.evidence_of to authenticated, service_role;

-- One value, not rows: an API that gives at most a thousand rows would cut evidence without a word.
create function private.pack_evidence(in_workspace uuid, in_task_type text, in_days integer) returns jsonb
language sql stable security invoker set search_path = '' as $$
  select coalesce(jsonb_agg(
    jsonb_build_array(
      own.agent_id, own.task_type, floor(extract(epoch from own.counted_at) * 1000)::bigint, own.succeeded, own.failed,
      own.duration_p50_ms, own.mean_cost_usd, 'own'
    )
    order by own.agent_id, own.task_type, own.counted_at
  ), '[]')
  from private.evidence_of(in_workspace, in_task_type, in_days) as own
$$;
grant execute on function private.pack_evidence to authenticated, service_role;
