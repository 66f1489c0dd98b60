-- Purpose: a group that must change by itself is judged however many others are watched and stay as they are.
-- Risk: none; replaces a read-only function that the learner alone calls.

create or replace function public.read_error_watch(p_workspace_id uuid default null, p_limit integer default 200) returns jsonb
language sql stable security invoker set search_path = '' as $$
  with watched as (
    select template.*
    from public.error_templates as template
    where (p_workspace_id is null or template.workspace_id = p_workspace_id) and template.merged_into is null
      and (
        template.burst_since is not null
        or template.state = 'resolved' and template.last_started_at > template.state_changed_at
        or template.state = 'ignored' and (
          template.ignore_until_at <= now()
          or template.ignore_until_count is not null and template.last_started_at > template.state_changed_at
          or template.ignore_until_rate_per_hour is not null and template.last_seen_at > greatest(template.state_changed_at, now() - interval '1 hour')
        )
        or template.last_seen_at > now() - interval '10 minutes' and template.state in ('open', 'back')
      )
  ), counted as (
    select watched.*, recent.ten_minutes, recent.hour,
      case
        when watched.state = 'resolved' then 'resolved'
        when watched.ignore_until_count is not null then 'ignored to a count'
        when watched.ignore_until_rate_per_hour is not null then 'ignored to a rate'
        when watched.state = 'ignored' then 'ignored'
        when watched.burst_since is not null then 'bursting'
        else 'open'
      end as kind
    from watched
    cross join lateral (
      select coalesce(sum(rollup.occurrences) filter (where rollup.bucket_at > now() - interval '10 minutes'), 0) as ten_minutes,
        -- Of an ignored group only what came after somebody decided: what was known then is no news.
        coalesce(sum(rollup.occurrences) filter (where watched.state <> 'ignored' or rollup.bucket_at >= date_trunc('minute', watched.state_changed_at, 'UTC')), 0) as hour
      from public.error_rollups as rollup
      where rollup.workspace_id = watched.workspace_id and rollup.template_id = watched.id and rollup.resolution = 'minute'
        and rollup.bucket_at > now() - interval '1 hour' and rollup.bucket_at <= now()
    ) as recent
  ), ranked as (
    -- Of each kind those first that are likeliest to change: what stays as it is must not keep others from being judged.
    select counted.*, row_number() over (partition by counted.kind order by
      case counted.kind
        when 'ignored to a rate' then counted.hour::numeric / counted.ignore_until_rate_per_hour
        when 'bursting' then -counted.ten_minutes
        when 'open' then counted.ten_minutes
      end desc, counted.last_seen_at desc, counted.id
    ) as place
    from counted
  )
  select coalesce(jsonb_agg(jsonb_build_object(
    'workspace_id', ranked.workspace_id, 'id', ranked.id, 'text', ranked.text, 'state', ranked.state, 'revision', ranked.revision,
    'state_changed_at', ranked.state_changed_at, 'first_seen_at', ranked.first_seen_at, 'last_started_at', ranked.last_started_at,
    'ignore_until_at', ranked.ignore_until_at, 'ignore_until_count', ranked.ignore_until_count,
    'ignore_until_rate_per_hour', ranked.ignore_until_rate_per_hour, 'burst_since', ranked.burst_since,
    'ten_minutes', ranked.ten_minutes, 'hour', ranked.hour,
    'since_decision', case when ranked.ignore_until_count is null then 0 else (
      select count(*)
      from (
        select from public.error_occurrences as occurrence
        where occurrence.workspace_id = ranked.workspace_id and occurrence.template_id = ranked.id
          and occurrence.execution_id >= private.uuid_floor(ranked.state_changed_at)
          and occurrence.started_at > ranked.state_changed_at
        limit ranked.ignore_until_count
      ) as later
    ) end
  )), '[]')
  from ranked
  where ranked.place <= least(greatest(p_limit, 1), 1000)
$$;
comment on function public.read_error_watch is
  'Groups that may have to change by themselves: resolved ones that failed again, ignored ones whose end may have come, and what bursts. Of each kind at most p_limit, the likeliest first. Service only.';
