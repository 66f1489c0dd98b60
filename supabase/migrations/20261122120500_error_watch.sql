-- Purpose: groups that may have to change by themselves, with the facts to judge them by, and what was judged of them.
-- Risk: none; new functions only.

create function public.read_error_watch(p_workspace_id uuid default null, p_limit integer default 200) returns jsonb
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
    order by template.state_changed_at
    limit least(greatest(p_limit, 1), 1000)
  )
  select coalesce(jsonb_agg(jsonb_build_object(
    'workspace_id', watched.workspace_id, 'id', watched.id, 'text', watched.text, 'state', watched.state, 'revision', watched.revision,
    'state_changed_at', watched.state_changed_at, 'first_seen_at', watched.first_seen_at, 'last_started_at', watched.last_started_at,
    'ignore_until_at', watched.ignore_until_at, 'ignore_until_count', watched.ignore_until_count,
    'ignore_until_rate_per_hour', watched.ignore_until_rate_per_hour, 'burst_since', watched.burst_since,
    'ten_minutes', recent.ten_minutes, 'hour', recent.hour,
    'since_decision', case when watched.ignore_until_count is null then 0 else (
      select count(*)
      from (
        select from public.error_occurrences as occurrence
        where occurrence.workspace_id = watched.workspace_id and occurrence.template_id = watched.id
          and occurrence.execution_id >= private.uuid_floor(watched.state_changed_at)
          and occurrence.started_at > watched.state_changed_at
        limit watched.ignore_until_count
      ) as later
    ) end
  )), '[]')
  from watched
  cross join lateral (
    select coalesce(sum(rollup.occurrences) filter (where rollup.bucket_at > now() - interval '10 minutes'), 0) as ten_minutes,
      -- Of an ignored group only what came after somebody decided: what was known then is no news.
      coalesce(sum(rollup.occurrences) filter (where watched.state <> 'ignored' or rollup.bucket_at >= date_trunc('minute', watched.state_changed_at, 'UTC')), 0) as hour
    from public.error_rollups as rollup
    where rollup.workspace_id = watched.workspace_id and rollup.template_id = watched.id and rollup.resolution = 'minute'
      and rollup.bucket_at > now() - interval '1 hour' and rollup.bucket_at <= now()
  ) as recent
$$;
comment on function public.read_error_watch is
  'Groups that may have to change by themselves: resolved ones that failed again, ignored ones whose end may have come, and what bursts. Service only.';

create function public.apply_error_verdicts(p_verdicts jsonb) returns integer
language plpgsql security invoker set search_path = '' as $$
declare
  verdict record;
  applied integer := 0;
begin
  for verdict in
    select * from jsonb_to_recordset(p_verdicts) as item (
      workspace_id uuid, id text, revision integer, kind text, reason text, severity text, title text, body text
    )
    -- In one order, so that two judges could never wait for each other in a circle.
    order by workspace_id, id
  loop
    -- Only what still is as it was judged: an operator, or another judge, may have been first.
    if verdict.kind = 'back' then
      update public.error_templates set state = 'back', state_reason = verdict.reason
      where workspace_id = verdict.workspace_id and id = verdict.id and revision = verdict.revision and state = 'resolved';
    elsif verdict.kind = 'reopened' then
      update public.error_templates set state = 'open', state_reason = verdict.reason
      where workspace_id = verdict.workspace_id and id = verdict.id and revision = verdict.revision and state = 'ignored';
    elsif verdict.kind = 'burst' then
      update public.error_templates set burst_since = now()
      where workspace_id = verdict.workspace_id and id = verdict.id and revision = verdict.revision and burst_since is null;
    elsif verdict.kind = 'calm' then
      update public.error_templates set burst_since = null
      where workspace_id = verdict.workspace_id and id = verdict.id and burst_since is not null;
    else
      raise exception using errcode = '22023', message = format('%s is no verdict on an error group.', coalesce(verdict.kind, 'null'));
    end if;
    continue when not found;
    applied := applied + 1;
    if verdict.kind = 'calm' then
      update public.alerts set status = 'resolved'
      where workspace_id = verdict.workspace_id and fingerprint = 'error-burst ' || verdict.id and status <> 'resolved';
    else
      perform private.raise_alert(
        verdict.workspace_id, case verdict.kind when 'burst' then 'error-burst ' else 'error-again ' end || verdict.id,
        verdict.severity, 'error_group.' || verdict.kind, verdict.title, verdict.body, 'error_group', verdict.id
      );
    end if;
  end loop;
  return applied;
end
$$;
comment on function public.apply_error_verdicts is
  'Changes groups as they were judged, each only while it is at the revision that was judged, and raises or ends the alerts; returns how many. Service only.';

revoke execute on function public.read_error_watch, public.apply_error_verdicts from public, anon, authenticated;
grant execute on function public.read_error_watch, public.apply_error_verdicts to service_role;
