-- Purpose: what executions tell (latency, errors, throughput, cost) and what the database tells of itself are series like any other, so that
--   baselines, rules and pages know one kind of thing.
-- Risk: adds columns with constant defaults, which rewrites nothing.

alter table public.metric_series
  add column origin text not null default 'reported' constraint metric_series_origin_known check (origin in ('reported', 'executions', 'system')),
  add column agent_id text,
  add column task_type text;
comment on column public.metric_series.origin is
  'reported: points in metric_samples from agents; system: likewise, from Windvane itself; executions: no points, read from the rollups of executions.';
comment on column public.metric_series.agent_id is 'Of a series of executions: whose; null for all agents.';
comment on column public.metric_series.task_type is 'Of a series of executions: at what; null for all task types.';

-- How far each series is learnt from. Its own table, because the newest minute changes all the time and series are read by everybody.
create table private.series_learners (
  workspace_id uuid not null,
  series_id integer not null,
  newest_at timestamptz not null,
  learnt_until timestamptz not null,
  state jsonb,
  baseline_due_at timestamptz not null default now(),
  primary key (workspace_id, series_id),
  foreign key (workspace_id, series_id) references public.metric_series (workspace_id, id) on delete cascade
) with (fillfactor = 80);
comment on table private.series_learners is 'Series that are judged by themselves: how far they were learnt from, and what the detectors remember.';
comment on column private.series_learners.learnt_until is 'Minutes before this one are learnt from; at first, the oldest minute that was known, of two weeks.';
comment on column private.series_learners.newest_at is 'The newest minute that has values.';
alter table private.series_learners enable row level security;
grant select, insert, update, delete on private.series_learners to service_role;

create table private.execution_measures (
  name text primary key,
  type text not null,
  unit text not null,
  is_judged boolean not null
);
comment on table private.execution_measures is 'What is told of executions as series, and which of it is judged for each agent at each task type.';
alter table private.execution_measures enable row level security;
grant select on private.execution_measures to service_role;
insert into private.execution_measures (name, type, unit, is_judged) values
  ('windvane.execution.latency', 'latency', 'ms', true),
  ('windvane.execution.error_rate', 'error_rate', '1', true),
  ('windvane.execution.throughput', 'throughput', '1/min', true),
  ('windvane.execution.cost', 'other', 'USD', false);

-- Registers the series of agents and task types that are new, up to as many agents at task types as a name may have series.
create function private.note_execution_series(in_workspace uuid, in_pairs jsonb) returns void
language plpgsql security invoker set search_path = '' as $$
declare
  most constant integer := 2000;
  missing jsonb;
  room bigint;
begin
  select coalesce(jsonb_agg(pair order by pair), '[]') into missing
  from jsonb_array_elements(in_pairs) as pair
  where not exists (
    select from public.metric_series as known
    where known.workspace_id = in_workspace and known.name = 'windvane.execution.cost' and known.type = 'other' and known.unit = 'USD'
      and known.tags_hash = md5(pair::text)::uuid
  );
  if missing = '[]' then
    return;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('private.note_series ' || in_workspace, 0));
  select greatest(most - count(*), 0) into room from public.metric_series as known
  where known.workspace_id = in_workspace and known.name = 'windvane.execution.cost' and known.type = 'other' and known.unit = 'USD'
    and known.task_type is not null;
  with scopes as (
    select '{}'::jsonb as tags
    union
    select pair - 'task_type' from jsonb_array_elements(missing) with ordinality as item (pair, place) where item.place <= room
    union
    select pair from jsonb_array_elements(missing) with ordinality as item (pair, place) where item.place <= room
  )
  insert into public.metric_series (workspace_id, name, type, unit, tags, origin, agent_id, task_type)
  select in_workspace, measure.name, measure.type, measure.unit, scopes.tags, 'executions', scopes.tags ->> 'agent', scopes.tags ->> 'task_type'
  from scopes cross join private.execution_measures as measure
  on conflict (workspace_id, name, type, unit, tags_hash) do nothing;
  if jsonb_array_length(missing) > room and not exists (
    -- To the hour: whoever has so many has some of them in every refresh.
    select from public.alerts as told
    where told.workspace_id = in_workspace and told.fingerprint = 'metric-overflow:windvane.execution' and told.status <> 'resolved'
      and told.last_seen_at > now() - interval '1 hour'
  ) then
    perform private.raise_alert(
      in_workspace, 'metric-overflow:windvane.execution', 'warning', 'metric_overflow', 'Too many agents at task types to watch each',
      format('%s agents at task types are watched one by one; %s more had executions now. They count in all figures and have no baseline of their own. Is there an id in a name?',
        most, jsonb_array_length(missing) - room),
      'metric', 'windvane.execution');
  end if;
end
$$;
comment on function private.note_execution_series is 'Registers series for agents at task types that are not known yet.';

create function private.note_execution_minutes(deltas private.rollup_deltas[]) returns void
language plpgsql security invoker set search_path = '' as $$
declare
  batch record;
begin
  for batch in
    select delta.workspace_id, jsonb_agg(distinct jsonb_build_object('agent', delta.agent_id, 'task_type', delta.task_type)) as pairs
    from unnest(deltas) as delta
    where exists (select from public.workspaces as workspace where workspace.id = delta.workspace_id)
    group by delta.workspace_id
    order by delta.workspace_id
  loop
    perform private.note_execution_series(batch.workspace_id, batch.pairs);
  end loop;
  with newest as (
    select delta.workspace_id, delta.agent_id, delta.task_type, max(delta.bucket_at) as at, min(delta.bucket_at) as oldest_at
    from unnest(deltas) as delta
    group by 1, 2, 3
  )
  insert into private.series_learners as learner (workspace_id, series_id, newest_at, learnt_until)
  select newest.workspace_id, series.id, newest.at, greatest(newest.oldest_at, date_trunc('minute', now() - interval '14 days'))
  from newest
  cross join private.execution_measures as measure
  join public.metric_series as series
    on series.workspace_id = newest.workspace_id and series.name = measure.name and series.type = measure.type and series.unit = measure.unit
    and series.tags_hash = md5(jsonb_build_object('agent', newest.agent_id, 'task_type', newest.task_type)::text)::uuid
  where measure.is_judged
  order by 1, 2
  on conflict (workspace_id, series_id) do update set newest_at = excluded.newest_at where learner.newest_at < excluded.newest_at;
  -- To the hour, as those of reported series; so that series of agents which are gone are forgotten.
  update public.metric_series as series set last_seen_at = now()
  from (select distinct delta.workspace_id, delta.agent_id, delta.task_type from unnest(deltas) as delta) as seen
  where series.workspace_id = seen.workspace_id and series.origin = 'executions' and series.last_seen_at < now() - interval '1 hour'
    and (series.agent_id is null or series.agent_id = seen.agent_id) and (series.task_type is null or series.task_type = seen.task_type);
end
$$;
comment on function private.note_execution_minutes is 'Registers the series of executions and notes the newest minute of each.';

create function private.note_metric_minutes(deltas private.metric_deltas[]) returns void
language sql security invoker set search_path = '' as $$
  insert into private.series_learners as learner (workspace_id, series_id, newest_at, learnt_until)
  select delta.workspace_id, delta.series_id, max(delta.bucket_at), greatest(min(delta.bucket_at), date_trunc('minute', now() - interval '14 days'))
  from unnest(deltas) as delta
  join public.metric_series as series on series.workspace_id = delta.workspace_id and series.id = delta.series_id
  where series.type <> 'other' and not series.is_overflow
  group by 1, 2
  order by 1, 2
  on conflict (workspace_id, series_id) do update set newest_at = excluded.newest_at where learner.newest_at < excluded.newest_at
$$;
comment on function private.note_metric_minutes is 'Notes the newest minute of each series that is judged.';

create function private.refresh_metric_rollups(in_max_deltas integer default 20000) returns integer
language plpgsql security invoker set search_path = '' as $$
declare
  taken private.metric_deltas[];
begin
  -- A second refresh at the same time would only wait for the first one's rows.
  if not pg_try_advisory_xact_lock(hashtext('private.refresh_metric_rollups')) then
    return 0;
  end if;
  with removed as (
    delete from private.metric_deltas as delta
    where delta.ctid = any (array(select oldest.ctid from private.metric_deltas as oldest limit in_max_deltas))
    returning delta.*
  )
  select array_agg(removed::private.metric_deltas) into taken from removed;
  if taken is null then
    return 0;
  end if;
  perform private.apply_metric_deltas(taken);
  perform private.note_metric_minutes(taken);
  return cardinality(taken);
end
$$;
comment on function private.refresh_metric_rollups is 'Moves up to that many committed contributions of points into the rollups, each exactly once; returns how many.';
