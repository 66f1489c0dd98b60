-- Purpose: evidence of agents has one median per agent and task type, of the last weeks, instead of one per day: it was nearly all of its cost.
-- Risk: none; read only. An agent that ended nothing for six weeks has no typical duration any more.

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
  ), recent as (
    select wide.agent_id, wide.task_type, sum(wide.duration_count)::bigint as duration_count, sum(wide.histogram) as histogram
    from private.execution_sums as wide
    where wide.workspace_id = in_workspace and wide.breadth = 'pair' and wide.minutes = 11520
      -- Five or six buckets of eight days: what is typical now, of enough executions to tell.
      and wide.bucket_at > now() - interval '48 days'
      -- Speed is compared at the task type that is asked about, and nowhere else.
      and (in_task_type is null or wide.task_type = in_task_type)
    group by wide.agent_id, wide.task_type
  ), medians as (
    select recent.agent_id, recent.task_type,
      case when recent.duration_count > 0 then (private.histogram_quantiles(recent.histogram, recent.duration_count))[1] end as p50
    from recent
  )
  select sums.agent_id, sums.task_type, sums.counted_at, sums.succeeded, sums.failed,
    case when row_number() over (partition by sums.agent_id, sums.task_type order by sums.succeeded + sums.failed > 0 desc, sums.counted_at desc) = 1 then medians.p50 end,
    sums.mean_cost_usd::double precision
  from sums
  left join medians on medians.agent_id = sums.agent_id and medians.task_type = sums.task_type
$$;
comment on function private.evidence_of is
  'Outcomes per agent, task type and day (older than two weeks: week) of one workspace, with the mean cost; the newest row of each pair that says anything has the median duration of its last six or seven weeks.';
