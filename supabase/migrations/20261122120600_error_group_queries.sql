-- Purpose: the questions that pages ask about error groups, each at one cost whatever the history's length.
-- Risk: none; read only, with the caller's own rights.

-- As private.rollup_slices: whole buckets inside the range, finer ones at its edges.
create function private.error_slices(in_workspace uuid, in_from timestamptz, in_to timestamptz)
returns setof public.error_rollups
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
  join public.error_rollups as rollup
    on rollup.workspace_id = in_workspace and rollup.resolution = parts.resolution
    and rollup.bucket_at >= parts.begins and rollup.bucket_at < parts.ends
  where parts.begins < parts.ends
$$;
grant execute on function private.error_slices to authenticated, service_role;

create function public.list_error_groups(
  p_workspace_id uuid, p_from timestamptz, p_to timestamptz, p_before_from timestamptz, p_step interval,
  p_agent_ids text[] default null, p_task_types text[] default null, p_id text default null
) returns table (
  id text, text text, example_message text, example_type text, example_execution_id uuid,
  first_seen_at timestamptz, last_seen_at timestamptz, state text, state_changed_at timestamptz, state_changed_by uuid, state_reason text,
  ignore_until_at timestamptz, ignore_until_count integer, ignore_until_rate_per_hour integer, assignee_id uuid, burst_since timestamptz,
  revision integer, can_undo boolean, occurrences bigint, occurrences_before bigint, by_agent jsonb, by_task_type jsonb,
  step_at timestamptz[], step_occurrences bigint[]
)
language sql stable security invoker set search_path = '' as $$
  with asked as (
    -- A link to a group that turned out to be part of another leads to that one.
    select coalesce((select part.merged_into from public.error_templates as part where part.workspace_id = p_workspace_id and part.id = p_id), p_id) as id
  ), slices as materialized (
    select slice.template_id, slice.agent_id, slice.task_type, sum(slice.occurrences) as amount
    from private.error_slices(p_workspace_id, p_from, p_to) as slice
    where (p_agent_ids is null or slice.agent_id = any (p_agent_ids)) and (p_task_types is null or slice.task_type = any (p_task_types))
      and (p_id is null or slice.template_id = (select asked.id from asked))
    group by slice.template_id, slice.agent_id, slice.task_type
  ), totals as (
    select slices.template_id, sum(slices.amount)::bigint as amount from slices group by slices.template_id
  ), agents as (
    select by_name.template_id, jsonb_object_agg(by_name.agent_id, by_name.amount) as amounts
    from (select slices.template_id, slices.agent_id, sum(slices.amount) as amount from slices group by 1, 2) as by_name group by 1
  ), tasks as (
    select by_name.template_id, jsonb_object_agg(by_name.task_type, by_name.amount) as amounts
    from (select slices.template_id, slices.task_type, sum(slices.amount) as amount from slices group by 1, 2) as by_name group by 1
  ), earlier as (
    select slice.template_id, sum(slice.occurrences)::bigint as amount
    from private.error_slices(p_workspace_id, p_before_from, p_from) as slice
    where (p_agent_ids is null or slice.agent_id = any (p_agent_ids)) and (p_task_types is null or slice.task_type = any (p_task_types))
    group by slice.template_id
  ), steps as (
    select binned.template_id, array_agg(binned.bin order by binned.bin) as bins, array_agg(binned.amount order by binned.bin) as amounts
    from (
      select rollup.template_id, date_bin(p_step, rollup.bucket_at, date_trunc('day', p_from, 'UTC')) as bin, sum(rollup.occurrences)::bigint as amount
      from public.error_rollups as rollup
      where rollup.workspace_id = p_workspace_id
        and rollup.resolution = case when p_step < interval '1 hour' then 'minute' when p_step < interval '1 day' then 'hour' else 'day' end
        and rollup.bucket_at >= date_bin(p_step, p_from, date_trunc('day', p_from, 'UTC')) and rollup.bucket_at < p_to
        and (p_agent_ids is null or rollup.agent_id = any (p_agent_ids)) and (p_task_types is null or rollup.task_type = any (p_task_types))
        and (p_id is null or rollup.template_id = (select asked.id from asked))
      group by 1, 2
    ) as binned
    group by binned.template_id
  )
  select template.id, template.text, template.example_message, template.example_type, template.example_execution_id,
    template.first_seen_at, template.last_seen_at, template.state, template.state_changed_at, template.state_changed_by, template.state_reason,
    template.ignore_until_at, template.ignore_until_count, template.ignore_until_rate_per_hour, template.assignee_id, template.burst_since,
    template.revision, template.before_action is not null, coalesce(totals.amount, 0), coalesce(earlier.amount, 0),
    coalesce(agents.amounts, '{}'), coalesce(tasks.amounts, '{}'), coalesce(steps.bins, '{}'), coalesce(steps.amounts, '{}')
  from public.error_templates as template
  left join totals on totals.template_id = template.id
  left join agents on agents.template_id = template.id
  left join tasks on tasks.template_id = template.id
  left join earlier on earlier.template_id = template.id
  left join steps on steps.template_id = template.id
  where template.workspace_id = p_workspace_id and template.merged_into is null
    and (template.id = (select asked.id from asked) or p_id is null and totals.amount > 0)
  order by totals.amount desc nulls last, template.last_seen_at desc, template.id
  limit 500
$$;
comment on function public.list_error_groups is
  'Error groups with an occurrence in a range, the most frequent first, with counts there, in the time before, in steps, by agent and by task type. With p_id that one, also when nothing of it fell into the range. At most 500.';

create function public.list_error_occurrences(
  p_workspace_id uuid, p_id text, p_from timestamptz default null, p_before uuid default null, p_limit integer default 50
) returns setof public.execution_history
language plpgsql stable security invoker set search_path = '' as $$
declare
  conditions text := '';
begin
  -- Only what is asked for, and as constants, so that the planner leaves out the days that cannot hold any.
  if p_from is not null then conditions := conditions || format(' and occurrence.execution_id >= %L', private.uuid_floor(p_from)); end if;
  if p_before is not null then conditions := conditions || format(' and occurrence.execution_id < %L', p_before); end if;
  return query execute format(
    'select history.* from (
       select occurrence.execution_id from public.error_occurrences as occurrence
       where occurrence.workspace_id = %1$L and occurrence.template_id = %2$L%3$s order by occurrence.execution_id desc limit %4$s
     ) as newest
     cross join lateral (
       select * from public.execution_history as history where history.workspace_id = %1$L and history.id = newest.execution_id
     ) as history
     order by history.id desc',
    p_workspace_id, p_id, conditions, least(greatest(coalesce(p_limit, 50), 1), 200)
  );
end
$$;
comment on function public.list_error_occurrences is 'Executions of an error group, newest first; the next page is asked for with the last id as p_before. At most 200 rows.';

revoke execute on function public.list_error_groups, public.list_error_occurrences from public, anon;
grant execute on function public.list_error_groups, public.list_error_occurrences to authenticated, service_role;
