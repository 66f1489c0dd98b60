-- Purpose: every change of execution_history leaves its signed contribution for the rollups.
-- Risk: a failure here fails the write; the functions are total over the table's constraints.

-- The statement that turns executions with a sign (1 adds, -1 takes back) into contributions. Text,
-- because the rows that a trigger sees can be named in its own statements only.
create function private.contribution_statement(signed_rows text) returns text
language sql immutable set search_path = '' as $function$
  select format($sql$
    with ended as (
      select workspace_id, date_trunc('minute', finished_at, 'UTC') as bucket_at, agent_id, task_type, status, sign,
        duration_ms, private.histogram_key(duration_ms) as key, cost_usd, input_tokens, output_tokens
      from (%s) as source
      where status <> 'running'
    ), totals as (
      select workspace_id, bucket_at, agent_id, task_type,
        coalesce(sum(sign) filter (where status = 'succeeded'), 0) as succeeded,
        coalesce(sum(sign) filter (where status = 'failed'), 0) as failed,
        coalesce(sum(sign) filter (where status = 'cancelled'), 0) as cancelled,
        coalesce(sum(sign) filter (where duration_ms is not null), 0) as duration_count,
        coalesce(sum(sign * duration_ms::numeric), 0) as duration_sum_ms,
        coalesce(sum(sign * cost_usd), 0) as cost_usd,
        coalesce(sum(sign * input_tokens), 0) as input_tokens,
        coalesce(sum(sign * output_tokens), 0) as output_tokens
      from ended
      group by workspace_id, bucket_at, agent_id, task_type
    ), histograms as (
      select workspace_id, bucket_at, agent_id, task_type, array_agg(key order by key) as keys, array_agg(amount order by key) as counts
      from (
        select workspace_id, bucket_at, agent_id, task_type, key, sum(sign)::integer as amount
        from ended
        where key is not null
        group by workspace_id, bucket_at, agent_id, task_type, key
        having sum(sign) <> 0
      ) as counted
      group by workspace_id, bucket_at, agent_id, task_type
    )
    insert into private.rollup_deltas (
      workspace_id, bucket_at, agent_id, task_type, succeeded, failed, cancelled, duration_count, duration_sum_ms,
      cost_usd, input_tokens, output_tokens, histogram_keys, histogram_counts
    )
    select workspace_id, bucket_at, agent_id, task_type, succeeded, failed, cancelled, duration_count, duration_sum_ms,
      cost_usd, input_tokens, output_tokens, coalesce(keys, '{}'), coalesce(counts, '{}')
    from totals
    left join histograms using (workspace_id, bucket_at, agent_id, task_type)
  $sql$, signed_rows)
$function$;

-- Definer, because whoever may write executions need not be able to write contributions.
create function private.contribute_to_rollups() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  execute private.contribution_statement(case tg_op
    when 'INSERT' then 'select *, 1 as sign from new_rows'
    when 'DELETE' then 'select *, -1 as sign from old_rows'
    else 'select *, 1 as sign from new_rows union all select *, -1 as sign from old_rows'
  end);
  return null;
end
$$;

create trigger execution_history_contribute_inserted after insert on public.execution_history
  referencing new table as new_rows
  for each statement execute function private.contribute_to_rollups();
create trigger execution_history_contribute_updated after update on public.execution_history
  referencing new table as new_rows old table as old_rows
  for each statement execute function private.contribute_to_rollups();
create trigger execution_history_contribute_deleted after delete on public.execution_history
  referencing old table as old_rows
  for each statement execute function private.contribute_to_rollups();
