-- Purpose: values of any series in buckets of any width, whatever they are made of; the refresh keeps the new rollups.
-- Risk: the refresh of executions does one more lookup for each agent at a task type that had some; adds schedules.

create function public.series_buckets(
  p_workspace_id uuid, p_series_ids integer[], p_from timestamptz, p_to timestamptz, p_step interval default interval '1 minute'
) returns table (
  series_id integer, bucket_at timestamptz, count bigint, sum double precision, sum_squares double precision,
  min double precision, max double precision, keys smallint[], counts integer[]
)
language sql stable security invoker set search_path = '' as $$
  with asked as materialized (
    select series.id, series.name, series.origin, series.agent_id, series.task_type,
      case when p_step < interval '1 hour' then 'minute' when p_step < interval '1 day' then 'hour' else 'day' end as resolution
    from public.metric_series as series
    where series.workspace_id = p_workspace_id and series.id = any (p_series_ids)
  ), found as materialized (
    select asked.id, date_bin(p_step, rollup.bucket_at, 'epoch') as bin, rollup.count, rollup.sum, rollup.sum_squares, rollup.min, rollup.max,
      rollup.histogram_keys as keys, rollup.histogram_counts as counts
    from asked
    cross join lateral (
      select * from public.metric_rollups as rollup
      where rollup.workspace_id = p_workspace_id and rollup.series_id = asked.id and rollup.resolution = asked.resolution
        and rollup.bucket_at >= p_from and rollup.bucket_at < p_to
      offset 0
    ) as rollup
    where asked.origin <> 'executions'
    union all
    select asked.id, date_bin(p_step, rollup.bucket_at, 'epoch'), measured.*
    from asked
    join public.execution_rollups as rollup
      on rollup.workspace_id = p_workspace_id and rollup.resolution = asked.resolution and rollup.bucket_at >= p_from and rollup.bucket_at < p_to
      and (asked.agent_id is null or rollup.agent_id = asked.agent_id) and (asked.task_type is null or rollup.task_type = asked.task_type)
    cross join lateral (
      select rollup.duration_count::bigint as count, rollup.duration_sum_ms::double precision as sum,
        (
          select sum(cell.amount * private.histogram_value(cell.key) ^ 2)
          from unnest(rollup.histogram_keys, rollup.histogram_counts) as cell (key, amount)
        ) as sum_squares,
        private.histogram_value(rollup.histogram_keys[1]) as min,
        private.histogram_value(rollup.histogram_keys[cardinality(rollup.histogram_keys)]) as max,
        rollup.histogram_keys as keys, rollup.histogram_counts as counts
      where asked.name = 'windvane.execution.latency' and rollup.duration_count > 0
      union all
      select rollup.succeeded + rollup.failed, rollup.failed, rollup.failed, case when rollup.succeeded = 0 then 1 else 0 end,
        case when rollup.failed = 0 then 0 else 1 end, '{}', '{}'
      where asked.name = 'windvane.execution.error_rate' and rollup.succeeded + rollup.failed > 0
      union all
      select ended.amount, ended.amount, ended.amount, 1, 1, '{}', '{}'
      from (select rollup.succeeded + rollup.failed + rollup.cancelled) as ended (amount)
      where asked.name = 'windvane.execution.throughput' and ended.amount > 0
      union all
      select rollup.succeeded + rollup.failed + rollup.cancelled, rollup.cost_usd, rollup.cost_usd ^ 2, rollup.cost_usd, rollup.cost_usd, '{}', '{}'
      where asked.name = 'windvane.execution.cost'
    ) as measured
    where asked.origin = 'executions'
  ), cells as (
    select found.id, found.bin, cell.key, least(sum(cell.amount), 2147483647)::integer as amount
    from found, unnest(found.keys, found.counts) as cell (key, amount)
    group by found.id, found.bin, cell.key
  ), histograms as (
    select cells.id, cells.bin, array_agg(cells.key order by cells.key) as keys, array_agg(cells.amount order by cells.key) as counts
    from cells
    group by cells.id, cells.bin
  ), totals as (
    select found.id, found.bin, sum(found.count)::bigint as count, sum(found.sum) as sum, sum(found.sum_squares) as sum_squares,
      min(found.min) as min, max(found.max) as max
    from found
    group by found.id, found.bin
  )
  select totals.id, totals.bin, totals.count, totals.sum, totals.sum_squares, totals.min, totals.max,
    coalesce(histograms.keys, '{}'), coalesce(histograms.counts, '{}')
  from totals
  left join histograms on histograms.id = totals.id and histograms.bin = totals.bin
  order by totals.id, totals.bin
$$;
comment on function public.series_buckets is
  'Counts, sums and histograms of series in steps counted from 1970-01-01 UTC. A step is whole minutes below an hour, whole hours below a day, else whole days; one without values has no row.';
-- In one value, because an answer of rows is cut after a thousand.
create function public.series_buckets_json(
  p_workspace_id uuid, p_series_ids integer[], p_from timestamptz, p_to timestamptz, p_step interval default interval '1 minute'
) returns jsonb
language sql stable security invoker set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    's', bucket.series_id, 't', (extract(epoch from bucket.bucket_at) * 1000)::bigint, 'n', bucket.count,
    'v', jsonb_build_array(bucket.sum, bucket.sum_squares, bucket.min, bucket.max), 'k', bucket.keys, 'c', bucket.counts
  ) order by bucket.series_id, bucket.bucket_at), '[]')
  from public.series_buckets(p_workspace_id, p_series_ids, p_from, p_to, p_step) as bucket
$$;
comment on function public.series_buckets_json is 'series_buckets as JSON: series, epoch ms, number, [sum, sum of squares, min, max], keys and counts of the histogram.';
revoke execute on function public.series_buckets, public.series_buckets_json from public, anon;
grant execute on function public.series_buckets, public.series_buckets_json to authenticated, service_role;

create or replace function private.refresh_rollups(in_max_deltas integer default 20000) returns integer
language plpgsql security invoker set search_path = '' as $$
declare
  taken private.rollup_deltas[];
begin
  -- A second refresh at the same time would only wait for the first one's rows.
  if not pg_try_advisory_xact_lock(hashtext('private.refresh_rollups')) then
    return 0;
  end if;
  with removed as (
    delete from private.rollup_deltas as delta
    where delta.ctid = any (array(select oldest.ctid from private.rollup_deltas as oldest limit in_max_deltas))
    returning delta.*
  )
  select array_agg(removed::private.rollup_deltas) into taken from removed;
  if taken is null then
    return 0;
  end if;
  perform private.apply_rollup_deltas(taken);
  perform private.apply_execution_sums(taken);
  perform private.note_execution_minutes(taken);
  -- Buckets that were wholly taken back; whichever came last, what was added or what took it back. Counts alone
  -- do not tell: of two contributions that cancel out in number, a third that changed a duration may be still to come.
  delete from public.execution_rollups as rollup
  using (
    select distinct delta.workspace_id, level.resolution, date_trunc(level.resolution, delta.bucket_at, 'UTC') as bucket_at, delta.agent_id, delta.task_type
    from unnest(taken) as delta
    cross join (values ('minute'), ('hour'), ('day')) as level (resolution)
  ) as touched
  where rollup.workspace_id = touched.workspace_id and rollup.resolution = touched.resolution and rollup.bucket_at = touched.bucket_at
    and rollup.agent_id = touched.agent_id and rollup.task_type = touched.task_type
    and (rollup.succeeded, rollup.failed, rollup.cancelled, rollup.duration_count) = (0, 0, 0, 0)
    and (rollup.duration_sum_ms, rollup.cost_usd, rollup.input_tokens, rollup.output_tokens) = (0, 0, 0, 0)
    and cardinality(rollup.histogram_keys) = 0;
  return cardinality(taken);
end
$$;

insert into public.schedules (name, cron, kind, command) values
  ('refresh-metric-rollups', '1 seconds', 'sql', 'select private.refresh_metric_rollups()'),
  ('drop-expired-metric-rollups', '30 0 * * *', 'sql', 'select private.drop_expired_metric_rollups()');

-- What is there already.
do $$
declare
  workspace record;
begin
  execute private.metric_contribution_statement('public.metric_samples');
  for workspace in
    select rollup.workspace_id as id, jsonb_agg(distinct jsonb_build_object('agent', rollup.agent_id, 'task_type', rollup.task_type)) as pairs
    from public.execution_rollups as rollup where rollup.resolution = 'day' group by rollup.workspace_id
  loop
    perform private.note_execution_series(workspace.id, workspace.pairs);
  end loop;
  insert into private.series_learners (workspace_id, series_id, newest_at, learnt_until)
  select series.workspace_id, series.id, newest.at, greatest(newest.oldest_at, date_trunc('minute', now() - interval '14 days'))
  from public.metric_series as series
  join private.execution_measures as measure on measure.name = series.name and measure.is_judged
  join (
    select rollup.workspace_id, rollup.agent_id, rollup.task_type, max(rollup.bucket_at) as at, min(rollup.bucket_at) as oldest_at
    from public.execution_rollups as rollup where rollup.resolution = 'minute' group by 1, 2, 3
  ) as newest using (workspace_id, agent_id, task_type)
  where series.origin = 'executions';
end
$$;
