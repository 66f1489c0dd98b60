-- Purpose: rollups are made anew from history without holding up those who report, and without losing what history no longer holds.
-- Risk: a rebuild pauses the refresh of all workspaces while it runs; pages are as old as it is long. Cancelled, it changes nothing.

create function private.rebuild_minutes(in_workspace uuid, in_from timestamptz) returns void
language sql security invoker set search_path = '' as $$
  -- One statement, so that one snapshot says which executions are read and which contributions they replace: what commits
  -- later brings a contribution that is still there afterwards.
  with gone as (
    delete from private.rollup_deltas where workspace_id = in_workspace and bucket_at >= in_from
  ), ended as (
    select date_trunc('minute', finished_at, 'UTC') as bucket_at, agent_id, task_type, status, duration_ms,
      private.histogram_key(duration_ms) as key, cost_usd, input_tokens, output_tokens
    from public.execution_history
    where workspace_id = in_workspace and status <> 'running' and finished_at >= in_from
  ), counted as (
    select bucket_at, agent_id, task_type, key,
      count(*) filter (where status = 'succeeded') as succeeded, count(*) filter (where status = 'failed') as failed,
      count(*) filter (where status = 'cancelled') as cancelled, count(key) as amount, sum(duration_ms::numeric) as duration_sum_ms,
      sum(cost_usd) as cost_usd, sum(input_tokens) as input_tokens, sum(output_tokens) as output_tokens
    from ended
    group by bucket_at, agent_id, task_type, key
  )
  insert into public.execution_rollups
  select in_workspace, 'minute', bucket_at, agent_id, task_type, sum(succeeded), sum(failed), sum(cancelled), sum(amount),
    coalesce(sum(duration_sum_ms), 0), coalesce(sum(cost_usd), 0), coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0),
    coalesce(array_agg(key order by key) filter (where key is not null), '{}'),
    coalesce(array_agg(amount::integer order by key) filter (where key is not null), '{}')
  from counted
  group by bucket_at, agent_id, task_type
$$;

create function private.rebuild_wider(in_workspace uuid, in_from timestamptz, in_resolution text, in_finer text) returns void
language sql security invoker set search_path = '' as $$
  with finer as materialized (
    select date_trunc(in_resolution, rollup.bucket_at, 'UTC') as bin, rollup.*
    from public.execution_rollups as rollup
    where rollup.workspace_id = in_workspace and rollup.resolution = in_finer and rollup.bucket_at >= in_from
  ), totals as (
    select bin, agent_id, task_type, sum(succeeded) as succeeded, sum(failed) as failed, sum(cancelled) as cancelled,
      sum(duration_count) as duration_count, sum(duration_sum_ms) as duration_sum_ms, sum(cost_usd) as cost_usd,
      sum(input_tokens) as input_tokens, sum(output_tokens) as output_tokens
    from finer
    group by bin, agent_id, task_type
  ), histograms as (
    select bin, agent_id, task_type, array_agg(key order by key) as keys, array_agg(amount order by key) as counts
    from (
      select bin, agent_id, task_type, cell.key, sum(cell.amount)::integer as amount
      from finer, unnest(finer.histogram_keys, finer.histogram_counts) as cell (key, amount)
      group by bin, agent_id, task_type, cell.key
    ) as cells
    group by bin, agent_id, task_type
  )
  insert into public.execution_rollups
  select in_workspace, in_resolution, bin, agent_id, task_type, succeeded, failed, cancelled, duration_count,
    duration_sum_ms, cost_usd, input_tokens, output_tokens, coalesce(keys, '{}'), coalesce(counts, '{}')
  from totals
  left join histograms using (bin, agent_id, task_type)
$$;

create or replace function private.rebuild_rollups(in_workspace uuid) returns void
language plpgsql security invoker set search_path = '' as $$
declare
  -- What began on the day before may have been dropped and may have ended on this one: of both, the rollups know more.
  kept_since constant timestamptz := date_trunc('day', now() - make_interval(days => private.retention_days() - 1), 'UTC');
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception using errcode = '25001', message = 'Rollups are rebuilt in a transaction that reads what is committed.';
  end if;
  -- Waits for a refresh that runs, and keeps others away until the transaction ends.
  perform pg_advisory_xact_lock(hashtext('private.refresh_rollups'));
  delete from public.execution_rollups where workspace_id = in_workspace and bucket_at >= kept_since;
  perform private.rebuild_minutes(in_workspace, kept_since);
  perform private.rebuild_wider(in_workspace, kept_since, 'hour', 'minute');
  perform private.rebuild_wider(in_workspace, kept_since, 'day', 'hour');
  perform private.fill_execution_sums(in_workspace);
end
$$;
comment on function private.rebuild_rollups is
  'Makes one workspace''s rollups anew from its history, as far as that reaches; the result equals the incremental one. Writers do not wait for it.';
