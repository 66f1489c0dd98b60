-- Purpose: the list of error groups asks for what it needs with constants, so that the planner knows how much that is.
-- Risk: none; replaces a read-only function by one with the same answers.

-- Whole buckets inside of a range, finer ones at its edges.
create function private.error_parts(from_at timestamptz, to_at timestamptz)
returns table (resolution text, begins timestamptz, ends timestamptz)
language sql stable security invoker set search_path = '' rows 5 as $$
  with edges as (
    select date_trunc('minute', from_at, 'UTC') as low, date_trunc('minute', to_at + interval '59.999999 seconds', 'UTC') as high
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
  select parts.resolution, parts.begins, parts.ends from parts where parts.begins < parts.ends
$$;

create function private.error_rows_text(in_workspace uuid, from_at timestamptz, to_at timestamptz, condition text) returns text
language sql stable security invoker set search_path = '' as $$
  select coalesce(string_agg(format(
    'select template_id, agent_id, task_type, occurrences from public.error_rollups
     where workspace_id = %L and resolution = %L and bucket_at >= %L and bucket_at < %L%s',
    in_workspace, part.resolution, part.begins, part.ends, condition
  ), ' union all '), 'select template_id, agent_id, task_type, occurrences from public.error_rollups where false')
  from private.error_parts(from_at, to_at) as part
$$;
comment on function private.error_rows_text is 'The statement that reads the counts of a range, each part of it by index.';
grant execute on function private.error_parts, private.error_rows_text to authenticated, service_role;

create or replace function public.list_error_groups(
  p_workspace_id uuid, p_from timestamptz, p_to timestamptz, p_before_from timestamptz, p_step interval,
  p_agent_ids text[] default null, p_task_types text[] default null, p_id text default null
) returns table (
  id text, text text, example_message text, example_type text, example_execution_id uuid,
  first_seen_at timestamptz, last_seen_at timestamptz, state text, state_changed_at timestamptz, state_changed_by uuid, state_reason text,
  ignore_until_at timestamptz, ignore_until_count integer, ignore_until_rate_per_hour integer, assignee_id uuid, burst_since timestamptz,
  revision integer, can_undo boolean, occurrences bigint, occurrences_before bigint, by_agent jsonb, by_task_type jsonb,
  step_at timestamptz[], step_occurrences bigint[]
)
language plpgsql stable security invoker set search_path = '' as $function$
declare
  -- A link to a group that turned out to be part of another leads to that one.
  asked constant text := coalesce((select part.merged_into from public.error_templates as part where part.workspace_id = p_workspace_id and part.id = p_id), p_id);
  condition constant text := concat(
    case when p_agent_ids is not null then format(' and agent_id = any (%L)', p_agent_ids) end,
    case when p_task_types is not null then format(' and task_type = any (%L)', p_task_types) end,
    case when p_id is not null then format(' and template_id = %L', asked) end
  );
  step_resolution constant text := case when p_step < interval '1 hour' then 'minute' when p_step < interval '1 day' then 'hour' else 'day' end;
  origin constant timestamptz := date_trunc('day', p_from, 'UTC');
begin
  -- Materialized, because what is worked out of many rows must not be worked out anew for each group.
  return query execute format($sql$
    with slices as materialized (
      select slice.template_id, slice.agent_id, slice.task_type, sum(slice.occurrences) as amount from (%1$s) as slice group by 1, 2, 3
    ), totals as materialized (
      select slices.template_id, sum(slices.amount)::bigint as amount from slices group by 1
    ), agents as materialized (
      select named.template_id, jsonb_object_agg(named.agent_id, named.amount) as amounts
      from (select slices.template_id, slices.agent_id, sum(slices.amount) as amount from slices group by 1, 2) as named group by 1
    ), tasks as materialized (
      select named.template_id, jsonb_object_agg(named.task_type, named.amount) as amounts
      from (select slices.template_id, slices.task_type, sum(slices.amount) as amount from slices group by 1, 2) as named group by 1
    ), earlier as materialized (
      select slice.template_id, sum(slice.occurrences)::bigint as amount from (%2$s) as slice group by 1
    ), steps as materialized (
      select binned.template_id, array_agg(binned.bin order by binned.bin) as bins, array_agg(binned.amount order by binned.bin) as amounts
      from (
        select bucket.template_id, date_bin(%3$L, bucket.bucket_at, %4$L) as bin, sum(bucket.amount)::bigint as amount
        from (
          select template_id, bucket_at, sum(occurrences) as amount from public.error_rollups
          where workspace_id = %5$L and resolution = %6$L and bucket_at >= %7$L and bucket_at < %8$L%9$s
          group by 1, 2
        ) as bucket
        group by 1, 2
      ) as binned
      group by 1
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
    where template.workspace_id = %5$L and template.merged_into is null and %10$s
    order by totals.amount desc nulls last, template.last_seen_at desc, template.id
    limit 500
  $sql$,
    private.error_rows_text(p_workspace_id, p_from, p_to, condition), private.error_rows_text(p_workspace_id, p_before_from, p_from, condition),
    p_step, origin, p_workspace_id, step_resolution, date_bin(p_step, p_from, origin), p_to, condition,
    case when p_id is null then 'totals.amount > 0' else format('template.id = %L', asked) end
  );
end
$function$;

drop function private.error_slices(uuid, timestamptz, timestamptz);
