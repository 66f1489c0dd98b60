-- Purpose: totals and series read a few wide buckets and narrow ones at the edges, so that they cost the same whatever a workspace did.
-- Risk: replaces the functions behind every figure on the pages; read only. Edges older than minutes are kept are taken to the hour.

-- From the narrowest width to the widest: narrow buckets up to where the next width begins, and again after its last whole bucket.
create function private.range_parts(in_from timestamptz, in_to timestamptz, widths integer[])
returns table (minutes integer, begins timestamptz, ends timestamptz)
language plpgsql immutable parallel safe set search_path = '' as $$
declare
  width interval := widths[1] * interval '1 minute';
  low timestamptz := date_bin(width, in_from, 'epoch');
  high timestamptz := date_bin(width, in_to + width - interval '1 microsecond', 'epoch');
  first_whole timestamptz;
  end_whole timestamptz;
begin
  for place in 1 .. cardinality(widths) loop
    exit when low >= high;
    minutes := widths[place];
    width := widths[place + 1] * interval '1 minute';
    first_whole := date_bin(width, low + width - interval '1 microsecond', 'epoch');
    end_whole := date_bin(width, high, 'epoch');
    begins := low;
    if width is null or first_whole >= end_whole then
      ends := high;
      return next;
      return;
    end if;
    ends := first_whole;
    if begins < ends then
      return next;
    end if;
    begins := end_whole;
    ends := high;
    if begins < ends then
      return next;
    end if;
    low := first_whole;
    high := end_whole;
  end loop;
end
$$;
comment on function private.range_parts is
  'Cuts a range into spans of buckets, ascending widths of which each divides the next; the ends are rounded outwards to the first width.';

-- What pages ask of: sums by bin, agent and task type. Sums of few executions are kept row by row in execution_rollups and gathered here.
create function private.figure_slices(
  in_workspace uuid, in_parts jsonb, in_breadth text, in_agent text default null, in_task text default null,
  in_step interval default null, in_origin timestamptz default null
) returns table (
  bin timestamptz, agent_id text, task_type text, succeeded bigint, failed bigint, cancelled bigint, duration_count bigint,
  duration_sum_ms numeric, cost_usd numeric, input_tokens bigint, output_tokens bigint, histogram numeric
)
language sql stable security invoker set search_path = '' as $$
  with parts as materialized (
    select part.*, part.minutes >= case in_breadth when 'all' then 5 when 'agent' then 60 else 360 end as is_summed
    from jsonb_to_recordset(in_parts) as part (minutes integer, begins timestamptz, ends timestamptz)
  ), single as materialized (
    select date_bin(in_step, rollup.bucket_at, in_origin) as bin, case when in_breadth <> 'all' then rollup.agent_id else '' end as agent,
      case when in_breadth = 'pair' then rollup.task_type else '' end as task, rollup.*
    from parts
    -- Fenced, here and below: joined as equals, the planner may read a whole table for a few of its rows.
    cross join lateral (
      select * from public.execution_rollups as rollup
      where rollup.workspace_id = in_workspace and rollup.resolution = case parts.minutes when 1 then 'minute' else 'hour' end
        and rollup.bucket_at >= parts.begins and rollup.bucket_at < parts.ends
        and (in_agent is null or rollup.agent_id = in_agent) and (in_task is null or rollup.task_type = in_task)
      offset 0
    ) as rollup
    where not parts.is_summed
  ), cells as (
    select single.bin, single.agent, single.task, sum(cell.amount * ('1e' || 12 * cell.key)::numeric) as histogram
    from single, unnest(single.histogram_keys, single.histogram_counts) as cell (key, amount)
    group by 1, 2, 3
  ), gathered as (
    select single.bin, single.agent, single.task, sum(single.succeeded) as succeeded, sum(single.failed) as failed, sum(single.cancelled) as cancelled,
      sum(single.duration_count) as duration_count, sum(single.duration_sum_ms) as duration_sum_ms, sum(single.cost_usd) as cost_usd,
      sum(single.input_tokens)::bigint as input_tokens, sum(single.output_tokens)::bigint as output_tokens
    from single
    group by 1, 2, 3
  )
  select gathered.*, coalesce(cells.histogram, 0)
  from gathered
  left join cells on cells.bin is not distinct from gathered.bin and cells.agent = gathered.agent and cells.task = gathered.task
  union all
  select date_bin(in_step, wide.bucket_at, in_origin), wide.agent_id, wide.task_type, wide.succeeded, wide.failed, wide.cancelled, wide.duration_count,
    wide.duration_sum_ms, wide.cost_usd, wide.input_tokens, wide.output_tokens, wide.histogram
  from parts
  cross join lateral (
    select * from private.execution_sums as wide
    where wide.workspace_id = in_workspace and wide.breadth = in_breadth and wide.minutes = parts.minutes
      and wide.bucket_at >= parts.begins and wide.bucket_at < parts.ends
      and (in_agent is null or wide.agent_id = in_agent) and (in_task is null or wide.task_type = in_task)
    offset 0
  ) as wide
  where parts.is_summed
$$;

create or replace function public.execution_totals(p_workspace_id uuid, p_from timestamptz, p_to timestamptz, p_by text[] default '{}')
returns table (
  agent_id text, task_type text, succeeded bigint, failed bigint, cancelled bigint, mean_ms double precision,
  p50_ms double precision, p95_ms double precision, p99_ms double precision,
  cost_usd double precision, input_tokens bigint, output_tokens bigint
)
language plpgsql stable security invoker set search_path = '' as $$
declare
  breadth constant text := case when 'task_type' = any (p_by) then 'pair' when 'agent' = any (p_by) then 'agent' else 'all' end;
  widths constant integer[] := case breadth when 'all' then array[1, 5, 60, 360, 1440, 11520] else array[1, 60, 360, 1440, 11520] end;
  -- Minutes are dropped after thirty days: there, an edge is the hour's, so that ranges which touch still count each execution once.
  minutes_from constant timestamptz := now() - interval '30 days 1 hour';
  parts constant jsonb := (
    select jsonb_agg(part) from private.range_parts(
      case when p_from < minutes_from then date_trunc('hour', p_from, 'UTC') else p_from end,
      case when p_to < minutes_from then date_trunc('hour', p_to, 'UTC') else p_to end,
      widths
    ) as part
  );
begin
  return query
  with sums as (
    select case when 'agent' = any (p_by) then slice.agent_id end as agent, case when 'task_type' = any (p_by) then slice.task_type end as task,
      sum(slice.succeeded)::bigint as succeeded, sum(slice.failed)::bigint as failed, sum(slice.cancelled)::bigint as cancelled,
      sum(slice.duration_count)::bigint as duration_count, sum(slice.duration_sum_ms) as duration_sum_ms, sum(slice.cost_usd) as cost_usd,
      sum(slice.input_tokens)::bigint as input_tokens, sum(slice.output_tokens)::bigint as output_tokens, sum(slice.histogram) as histogram
    from private.figure_slices(p_workspace_id, parts, breadth) as slice
    group by 1, 2
  )
  select sums.agent, sums.task, sums.succeeded, sums.failed, sums.cancelled, (sums.duration_sum_ms / nullif(sums.duration_count, 0))::double precision,
    quantiles.found[1], quantiles.found[2], quantiles.found[3], sums.cost_usd::double precision, sums.input_tokens, sums.output_tokens
  from sums
  cross join lateral (select private.histogram_quantiles(sums.histogram, sums.duration_count) as found offset 0) as quantiles;
end
$$;

create or replace function public.execution_series(
  p_workspace_id uuid, p_from timestamptz, p_to timestamptz, p_step interval, p_agent_id text default null, p_task_type text default null
) returns table (
  bucket_at timestamptz, succeeded bigint, failed bigint, cancelled bigint,
  p50_ms double precision, p95_ms double precision, p99_ms double precision, cost_usd double precision
)
language plpgsql stable security invoker set search_path = '' as $$
declare
  breadth constant text := case when p_task_type is not null then 'pair' when p_agent_id is not null then 'agent' else 'all' end;
  origin constant timestamptz := date_trunc('day', p_from, 'UTC');
  step_minutes constant numeric := extract(epoch from p_step) / 60;
  finest constant integer := case when p_step < interval '1 hour' then 1 when p_step < interval '1 day' then 60 else 1440 end;
  -- Every width that fits into a step a whole number of times; steps begin where days do.
  widths constant integer[] := array(
    select width from unnest(case breadth when 'all' then array[1, 5, 60, 360, 1440] else array[1, 60, 360, 1440] end) as width
    where width = finest or (width > finest and step_minutes % width = 0) order by width
  );
  parts constant jsonb := (select jsonb_agg(part) from private.range_parts(date_bin(p_step, p_from, origin), p_to, widths) as part);
begin
  return query
  with sums as (
    select slice.bin, sum(slice.succeeded)::bigint as succeeded, sum(slice.failed)::bigint as failed, sum(slice.cancelled)::bigint as cancelled,
      sum(slice.duration_count)::bigint as duration_count, sum(slice.cost_usd) as cost_usd, sum(slice.histogram) as histogram
    from private.figure_slices(p_workspace_id, parts, breadth, p_agent_id, p_task_type, p_step, origin) as slice
    group by slice.bin
  )
  select sums.bin, sums.succeeded, sums.failed, sums.cancelled, quantiles.found[1], quantiles.found[2], quantiles.found[3], sums.cost_usd::double precision
  from sums
  cross join lateral (select private.histogram_quantiles(sums.histogram, sums.duration_count) as found offset 0) as quantiles
  order by sums.bin;
end
$$;

grant execute on function private.range_parts, private.figure_slices to authenticated, service_role;
