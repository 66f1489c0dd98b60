-- Purpose: rollups count tokens and costs once, where they were used, and not again where an execution above sums them.
-- Risk: replaces what every change of execution_history contributes; the same as before for every row that is not marked.

-- An update of the mark takes the old contribution back and adds the new one, as every update does.
create or replace function private.contribution_statement(signed_rows text) returns text
language sql immutable set search_path = '' as $function$
  select format($sql$
    with ended as (
      select workspace_id, date_trunc('minute', finished_at, 'UTC') as bucket_at, agent_id, task_type, status, sign,
        duration_ms, private.histogram_key(duration_ms) as key, case when is_usage_in_children then null else cost_usd end as cost_usd,
        case when is_usage_in_children then null else input_tokens end as input_tokens,
        case when is_usage_in_children then null else output_tokens end as output_tokens
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

-- The same of history as it stands.
create or replace function private.rebuild_minutes(in_workspace uuid, in_from timestamptz) returns void
language sql security invoker set search_path = '' as $$
  -- One statement, so that one snapshot says which executions are read and which contributions they replace: what commits
  -- later brings a contribution that is still there afterwards.
  with gone as (
    delete from private.rollup_deltas where workspace_id = in_workspace and bucket_at >= in_from
  ), ended as (
    select date_trunc('minute', finished_at, 'UTC') as bucket_at, agent_id, task_type, status, duration_ms,
      private.histogram_key(duration_ms) as key, case when is_usage_in_children then null else cost_usd end as cost_usd,
      case when is_usage_in_children then null else input_tokens end as input_tokens,
      case when is_usage_in_children then null else output_tokens end as output_tokens
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

-- Prices that are set later are reckoned for what counts; what a sum would have cost is said by those it sums.
create or replace function private.unreported_costs(in_workspace uuid, in_from timestamptz, in_model text, after_id uuid, most integer)
returns table (
  id uuid, provider text, started_at timestamptz, input_tokens integer, output_tokens integer, cost_usd numeric,
  is_priceable boolean, priced_usd numeric
)
language sql stable security invoker set search_path = '' as $$
  with slice as materialized (
    select history.*
    from public.execution_history as history
    where history.workspace_id = in_workspace and history.id >= private.uuid_floor(in_from - interval '1 day')
      and history.model = in_model and (history.cost_usd is null or history.is_priced) and history.id > after_id
    order by history.id
    limit most
  ), periods as materialized (
    select kind.provider, period.*
    from (select distinct slice.provider from slice) as kind
    cross join lateral private.price_periods(in_workspace, kind.provider, in_model) as period
  )
  select slice.id, slice.provider, slice.started_at, slice.input_tokens, slice.output_tokens, slice.cost_usd,
    slice.status <> 'running' and slice.started_at >= in_from and coalesce(slice.input_tokens, slice.output_tokens) is not null
      and slice.is_usage_in_children is not true,
    private.token_cost_usd(
      periods.input_usd, periods.output_usd, periods.cached_input_usd, slice.input_tokens, slice.output_tokens, slice.cached_input_tokens)
  from slice
  left join periods on periods.provider is not distinct from slice.provider
    and slice.started_at >= periods.valid_from and slice.started_at < periods.valid_until
  order by slice.id
$$;
