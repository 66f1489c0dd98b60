-- Purpose: the refresh keeps execution_sums with the rollups; a rebuild no longer holds up writers, nor forgets what retention dropped.
-- Risk: a rebuild pauses the refresh of all workspaces while it runs; pages are as old as it is long.

-- Rows that were wholly taken back, which the refresh removes; so it looks at no others.
create index execution_sums_empty on private.execution_sums (workspace_id)
where succeeded = 0 and failed = 0 and cancelled = 0 and duration_count = 0
  and duration_sum_ms = 0 and cost_usd = 0 and input_tokens = 0 and output_tokens = 0 and histogram = 0;

create function private.apply_execution_sums(deltas private.rollup_deltas[], least_minutes integer default 5, most_minutes integer default 11520)
returns void
language sql security invoker set search_path = '' as $$
  with added as materialized (
    select delta.*, (
      select coalesce(sum(cell.amount * ('1e' || 12 * cell.key)::numeric), 0)
      from unnest(delta.histogram_keys, delta.histogram_counts) as cell (key, amount)
    ) as histogram
    from unnest(deltas) as delta
    where exists (select from public.workspaces as workspace where workspace.id = delta.workspace_id)
  ), narrow as materialized (
    -- The narrowest bucket that each breadth is kept in; the wider ones are made of it.
    select added.workspace_id, kind.breadth, kind.minutes, date_bin(kind.minutes * interval '1 minute', added.bucket_at, 'epoch') as bucket_at,
      case when kind.breadth <> 'all' then added.agent_id else '' end as agent_id, case when kind.breadth = 'pair' then added.task_type else '' end as task_type,
      sum(added.succeeded) as succeeded, sum(added.failed) as failed, sum(added.cancelled) as cancelled, sum(added.duration_count) as duration_count,
      sum(added.duration_sum_ms) as duration_sum_ms, sum(added.cost_usd) as cost_usd, sum(added.input_tokens) as input_tokens,
      sum(added.output_tokens) as output_tokens, sum(added.histogram) as histogram
    from added
    join (values ('all', greatest(5, least_minutes)), ('agent', 60), ('pair', 360)) as kind (breadth, minutes) on kind.minutes <= most_minutes
    group by 1, 2, 3, 4, 5, 6
  )
  insert into private.execution_sums as known
  select workspace_id, breadth, width.minutes, date_bin(width.minutes * interval '1 minute', bucket_at, 'epoch'), agent_id, task_type,
    sum(succeeded), sum(failed), sum(cancelled), sum(duration_count), sum(duration_sum_ms), sum(cost_usd), sum(input_tokens), sum(output_tokens), sum(histogram)
  from narrow
  join (values (5), (60), (360), (1440), (11520)) as width (minutes) on width.minutes between narrow.minutes and most_minutes
  group by 1, 2, 3, 4, 5, 6
  on conflict (workspace_id, breadth, minutes, bucket_at, agent_id, task_type) do update set
    succeeded = known.succeeded + excluded.succeeded,
    failed = known.failed + excluded.failed,
    cancelled = known.cancelled + excluded.cancelled,
    duration_count = known.duration_count + excluded.duration_count,
    duration_sum_ms = known.duration_sum_ms + excluded.duration_sum_ms,
    cost_usd = known.cost_usd + excluded.cost_usd,
    input_tokens = known.input_tokens + excluded.input_tokens,
    output_tokens = known.output_tokens + excluded.output_tokens,
    histogram = known.histogram + excluded.histogram;
  delete from private.execution_sums
  where succeeded = 0 and failed = 0 and cancelled = 0 and duration_count = 0
    and duration_sum_ms = 0 and cost_usd = 0 and input_tokens = 0 and output_tokens = 0 and histogram = 0
$$;
comment on function private.apply_execution_sums is 'Adds contributions to the sums whose buckets are from least_minutes to most_minutes wide.';

create function private.fill_execution_sums(in_workspace uuid) returns void
language plpgsql security invoker set search_path = '' as $$
declare
  source record;
begin
  delete from private.execution_sums where workspace_id = in_workspace;
  -- A day at a time, so that memory does not grow with the history. Hours are never dropped; minutes are, and then their sums are too.
  for source in
    select rollup.resolution, array_agg(row(
      rollup.workspace_id, rollup.bucket_at, rollup.agent_id, rollup.task_type, rollup.succeeded, rollup.failed, rollup.cancelled, rollup.duration_count,
      rollup.duration_sum_ms, rollup.cost_usd, rollup.input_tokens, rollup.output_tokens, rollup.histogram_keys, rollup.histogram_counts
    )::private.rollup_deltas) as rows
    from public.execution_rollups as rollup
    where rollup.workspace_id = in_workspace and rollup.resolution in ('minute', 'hour')
    group by rollup.resolution, date_trunc('day', rollup.bucket_at, 'UTC')
  loop
    if source.resolution = 'minute' then
      perform private.apply_execution_sums(source.rows, 5, 5);
    else
      perform private.apply_execution_sums(source.rows, 60, 11520);
    end if;
  end loop;
end
$$;
comment on function private.fill_execution_sums is 'Makes one workspace''s sums anew from its rollups.';

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

create or replace function private.drop_expired_rollups() returns void
language sql security invoker set search_path = '' as $$
  -- Hours and days stay: they are small, and trends outlive the executions behind them. An hour more than pages ask minutes of.
  delete from public.execution_rollups where resolution = 'minute' and bucket_at < now() - interval '30 days 1 hour';
  delete from private.execution_sums where breadth = 'all' and minutes = 5 and bucket_at < now() - interval '30 days 1 hour'
$$;

select private.fill_execution_sums(id) from public.workspaces;
