-- Purpose: move committed contributions into the rollups, or make the rollups anew from history.
-- Risk: a rebuild holds up writes to execution_history while it reads one workspace's history.

create function private.apply_rollup_deltas(deltas private.rollup_deltas[]) returns void
language sql security invoker set search_path = '' as $$
  with added as (
    select delta.workspace_id, level.resolution, date_trunc(level.resolution, delta.bucket_at, 'UTC') as bucket_at,
      delta.agent_id, delta.task_type, delta.succeeded, delta.failed, delta.cancelled, delta.duration_count,
      delta.duration_sum_ms, delta.cost_usd, delta.input_tokens, delta.output_tokens, delta.histogram_keys, delta.histogram_counts
    from unnest(deltas) as delta
    cross join (values ('minute'), ('hour'), ('day')) as level (resolution)
    -- Contributions of a workspace that is gone go with it; they must not hold up those of the others.
    where exists (select from public.workspaces as workspace where workspace.id = delta.workspace_id)
  ), totals as (
    select workspace_id, resolution, bucket_at, agent_id, task_type,
      sum(succeeded) as succeeded, sum(failed) as failed, sum(cancelled) as cancelled, sum(duration_count) as duration_count,
      sum(duration_sum_ms) as duration_sum_ms, sum(cost_usd) as cost_usd, sum(input_tokens) as input_tokens, sum(output_tokens) as output_tokens
    from added
    group by workspace_id, resolution, bucket_at, agent_id, task_type
  ), histograms as (
    select workspace_id, resolution, bucket_at, agent_id, task_type, array_agg(key order by key) as keys, array_agg(amount order by key) as counts
    from (
      select workspace_id, resolution, bucket_at, agent_id, task_type, cell.key, sum(cell.amount)::integer as amount
      from added, unnest(added.histogram_keys, added.histogram_counts) as cell (key, amount)
      group by workspace_id, resolution, bucket_at, agent_id, task_type, cell.key
      having sum(cell.amount) <> 0
    ) as counted
    group by workspace_id, resolution, bucket_at, agent_id, task_type
  )
  insert into public.execution_rollups as rollup
  select workspace_id, resolution, bucket_at, agent_id, task_type, succeeded, failed, cancelled, duration_count,
    duration_sum_ms, cost_usd, input_tokens, output_tokens, coalesce(keys, '{}'), coalesce(counts, '{}')
  from totals
  left join histograms using (workspace_id, resolution, bucket_at, agent_id, task_type)
  -- In one order, so that two appliers could never wait for each other in a circle.
  order by workspace_id, resolution, bucket_at, agent_id, task_type
  on conflict (workspace_id, resolution, bucket_at, agent_id, task_type) do update set
    succeeded = rollup.succeeded + excluded.succeeded,
    failed = rollup.failed + excluded.failed,
    cancelled = rollup.cancelled + excluded.cancelled,
    duration_count = rollup.duration_count + excluded.duration_count,
    duration_sum_ms = rollup.duration_sum_ms + excluded.duration_sum_ms,
    cost_usd = rollup.cost_usd + excluded.cost_usd,
    input_tokens = rollup.input_tokens + excluded.input_tokens,
    output_tokens = rollup.output_tokens + excluded.output_tokens,
    (histogram_keys, histogram_counts) = (
      select merged.keys, merged.counts
      from private.merge_histograms(
        rollup.histogram_keys, rollup.histogram_counts, excluded.histogram_keys, excluded.histogram_counts
      ) as merged
    )
$$;
comment on function private.apply_rollup_deltas is 'Adds contributions to the three resolutions.';

create function private.refresh_rollups(in_max_deltas integer default 20000) returns integer
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
comment on function private.refresh_rollups is 'Moves up to that many committed contributions into the rollups, each exactly once; returns how many.';

create function private.rebuild_rollups(in_workspace uuid) returns void
language plpgsql security invoker set search_path = '' as $$
begin
  -- Writers add contributions; they wait, so that what they add is either read here or comes after.
  lock table private.rollup_deltas in share row exclusive mode;
  delete from private.rollup_deltas where workspace_id = in_workspace;
  delete from public.execution_rollups where workspace_id = in_workspace;
  execute private.contribution_statement(
    format('select *, 1 as sign from public.execution_history where workspace_id = %L', in_workspace)
  );
  while private.refresh_rollups() > 0 loop
    null;
  end loop;
end
$$;
comment on function private.rebuild_rollups is 'Makes one workspace''s rollups anew from its history; the result equals the incremental one.';

create function private.drop_expired_rollups() returns void
language sql security invoker set search_path = '' as $$
  -- Hours and days stay: they are small, and trends outlive the executions behind them.
  delete from public.execution_rollups where resolution = 'minute' and bucket_at < now() - interval '30 days'
$$;
comment on function private.drop_expired_rollups is 'Minutes are kept for 30 days, the longest range that needs exact edges.';
