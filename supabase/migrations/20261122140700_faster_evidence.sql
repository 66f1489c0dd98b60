-- Purpose: evidence of agents and occurrences of errors cost less over long histories: sums of days, and lookups by id.
-- Risk: none; the same rows as before.

create or replace function private.evidence_of(in_workspace uuid, in_task_type text, in_days integer)
returns table (
  agent_id text, task_type text, counted_at timestamptz, succeeded bigint, failed bigint,
  duration_p50_ms double precision, mean_cost_usd double precision
)
language sql stable security invoker set search_path = '' as $$
  with sums as (
    select day.agent_id, day.task_type,
      -- A week stands where its days lie, not where it begins.
      min(day.bucket_at) + (max(day.bucket_at) - min(day.bucket_at)) / 2 as counted_at,
      sum(day.succeeded)::bigint as succeeded, sum(day.failed)::bigint as failed,
      -- Speed is compared at the task type that is asked about, and nowhere else.
      sum(day.duration_count) filter (where in_task_type is null or day.task_type = in_task_type)::bigint as duration_count,
      sum(day.histogram) filter (where in_task_type is null or day.task_type = in_task_type) as histogram,
      -- Nothing reported costs is "not known", not "free".
      nullif(sum(day.cost_usd), 0) / nullif(sum(day.succeeded + day.failed + day.cancelled), 0) as mean_cost_usd
    from private.execution_sums as day
    where day.workspace_id = in_workspace and day.breadth = 'pair' and day.minutes = 1440
      and day.bucket_at > date_trunc('day', now(), 'UTC') - make_interval(days => in_days)
    group by day.agent_id, day.task_type,
      case
        when day.bucket_at > date_trunc('day', now(), 'UTC') - interval '14 days' then day.bucket_at
        -- A Monday, so that a week is a week of the calendar.
        else date_bin('7 days', day.bucket_at, timestamptz '2024-01-01 00:00:00Z')
      end
  )
  select sums.agent_id, sums.task_type, sums.counted_at, sums.succeeded, sums.failed,
    case when sums.duration_count > 0 then (private.histogram_quantiles(sums.histogram, sums.duration_count))[1] end, sums.mean_cost_usd::double precision
  from sums
$$;

create or replace function public.list_error_occurrences(
  p_workspace_id uuid, p_id text, p_from timestamptz default null, p_before uuid default null, p_limit integer default 50
) returns setof public.execution_history
language plpgsql stable security invoker set search_path = '' as $$
declare
  most constant integer := least(greatest(coalesce(p_limit, 50), 1), 200);
  oldest constant timestamptz := greatest(p_from, now() - make_interval(days => private.retention_days()));
  edge timestamptz := least(private.instant_of(p_before), now());
  stretch interval := interval '1 day';
  low uuid;
  high uuid := p_before;
  is_last boolean := false;
  ids uuid[] := '{}';
  further uuid[];
begin
  -- As private.find_executions: stretches of days, newest first, and only what is asked for, as constants, so that the planner leaves
  -- out the days that cannot hold any.
  while not is_last and cardinality(ids) < most loop
    edge := edge - stretch;
    is_last := edge <= oldest;
    low := case when is_last then private.uuid_floor(p_from) else private.uuid_floor(edge) end;
    execute format(
      'select array(
         select execution_id from public.error_occurrences
         where workspace_id = %L and template_id = %L and execution_id >= %L%s order by execution_id desc limit %s
       )',
      p_workspace_id, p_id, low, case when high is not null then format(' and execution_id < %L', high) else '' end, most - cardinality(ids)
    ) into further;
    ids := ids || further;
    high := low;
    stretch := stretch * 4;
  end loop;
  return query execute format(
    'select * from public.execution_history where workspace_id = %L and id = any (%L) order by id desc', p_workspace_id, ids
  );
end
$$;
