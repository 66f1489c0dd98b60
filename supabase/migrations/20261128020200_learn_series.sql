-- Purpose: series are learnt from in bounded slices, each stored whole or not at all.
-- Risk: none; new functions only.

-- A minute is complete a little after its end: whoever reports in batches is some seconds late.
create function private.complete_until() returns timestamptz
language sql stable set search_path = '' as $$
  select date_trunc('minute', now() - interval '15 seconds')
$$;
grant execute on function private.complete_until to service_role;

-- Live slices are of series that are nearly up to date, so that nobody's history keeps anybody waiting; the others catch up after them.
create function public.take_series_slice(p_series integer, p_span interval, p_is_live boolean, p_skip uuid[] default '{}') returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  complete constant timestamptz := private.complete_until();
  nearly constant interval := interval '10 minutes';
  chosen uuid;
  low timestamptz;
  high timestamptz;
  ids integer[];
begin
  -- The workspace whose series waits longest; of it, those that wait at most a span less.
  select learner.workspace_id, learner.learnt_until into chosen, low
  from private.series_learners as learner
  where not learner.workspace_id = any (p_skip) and learner.learnt_until < complete
    and (learner.newest_at >= learner.learnt_until or jsonb_typeof(learner.state -> 'degradation' -> 'open') = 'object')
    and (learner.learnt_until >= complete - nearly) = p_is_live
  order by learner.learnt_until, learner.workspace_id
  limit 1;
  if chosen is null then
    return null;
  end if;
  high := least(complete, low + p_span);
  select array_agg(waiting.series_id) into ids
  from (
    select learner.series_id
    from private.series_learners as learner
    where learner.workspace_id = chosen and learner.learnt_until >= low and learner.learnt_until < high
      and (learner.newest_at >= learner.learnt_until or jsonb_typeof(learner.state -> 'degradation' -> 'open') = 'object')
    order by learner.learnt_until, learner.series_id
    limit p_series
  ) as waiting;
  return jsonb_build_object(
    'workspace_id', chosen, 'until', high,
    'series', (
      select jsonb_agg(jsonb_build_object(
        'id', series.id, 'name', series.name, 'type', series.type, 'unit', series.unit, 'tags', series.tags, 'origin', series.origin,
        'agent_id', series.agent_id, 'task_type', series.task_type,
        'learnt_until', learner.learnt_until, 'state', learner.state, 'baseline', baseline.answer,
        'hour', baseline.season -> (extract(dow from high at time zone 'utc') * 24 + extract(hour from high at time zone 'utc'))::integer
      ) order by series.id)
      from private.series_learners as learner
      join public.metric_series as series on series.workspace_id = learner.workspace_id and series.id = learner.series_id
      left join public.baselines as baseline on baseline.workspace_id = learner.workspace_id and baseline.series_id = learner.series_id
      where learner.workspace_id = chosen and learner.series_id = any (ids)
    ),
    'buckets', public.series_buckets_json(chosen, ids, low, high, interval '1 minute')
  );
end
$$;
comment on function public.take_series_slice is
  'Series of the workspace that waits longest, at most p_series, with the minutes of at most p_span that they were not learnt from, their states and baselines; null when none waits. Service only; takes nothing away.';

-- One change of a degradation, as the learner judged it, with its alert.
create function private.apply_degradation_effect(in_workspace uuid, in_series integer, effect jsonb) returns void
language plpgsql security invoker set search_path = '' as $$
declare
  told public.degradations;
begin
  if effect ->> 'kind' = 'ended' then
    update public.degradations set status = effect ->> 'status', ended_at = (effect ->> 'ended_at')::timestamptz
    where workspace_id = in_workspace and series_id = in_series and status = 'open'
    returning * into told;
    if found then
      update public.alerts set status = 'resolved', body = effect ->> 'body'
      where workspace_id = in_workspace and fingerprint = 'degradation ' || in_series and status <> 'resolved';
    end if;
    return;
  end if;
  if effect ->> 'kind' = 'reopened' then
    update public.degradations set status = 'open', ended_at = null
    where workspace_id = in_workspace and id = (
      select last.id from public.degradations as last
      where last.workspace_id = in_workspace and last.series_id = in_series order by last.noticed_at desc limit 1
    ) and status = 'cleared';
  end if;
  insert into public.degradations as known (
    workspace_id, series_id, severity, statistic, normal, now, size, is_ratio, began_at, noticed_at, last_seen_at, touched, flaps)
  select in_workspace, in_series, item.severity, item.statistic, item.normal, item.now, item.size, item.is_ratio, item.began_at, item.noticed_at,
    item.last_seen_at, item.touched, item.flaps
  from jsonb_to_record(effect) as item (
    severity text, statistic text, normal double precision, now double precision, size double precision, is_ratio boolean,
    began_at timestamptz, noticed_at timestamptz, last_seen_at timestamptz, touched bigint, flaps integer)
  on conflict (workspace_id, series_id) where status = 'open' do update set
    severity = excluded.severity, last_seen_at = excluded.last_seen_at, touched = excluded.touched, flaps = excluded.flaps,
    (statistic, normal, now, size) = (
      select worst.statistic, worst.normal, worst.now, worst.size
      from (values (known.statistic, known.normal, known.now, known.size), (excluded.statistic, excluded.normal, excluded.now, excluded.size))
        as worst (statistic, normal, now, size)
      order by worst.size desc limit 1
    )
  returning * into told;
  if effect ->> 'kind' in ('opened', 'reopened') then
    perform private.raise_alert(
      in_workspace, 'degradation ' || in_series, told.severity, 'degradation.' || (effect ->> 'kind'), effect ->> 'title', effect ->> 'body',
      'series', in_series::text);
  else
    -- Its title is that of the beginning until it gets worse; what stands below it is how things are.
    update public.alerts set
      body = effect ->> 'body',
      title = case when severity = told.severity then title else effect ->> 'title' end,
      severity = told.severity
    where workspace_id = in_workspace and fingerprint = 'degradation ' || in_series and status <> 'resolved';
  end if;
end
$$;

create function public.store_series_slice(p_workspace_id uuid, p_until timestamptz, p_series jsonb) returns integer
language plpgsql security invoker set search_path = '' as $$
declare
  learnt record;
  effect jsonb;
  stored integer := 0;
begin
  for learnt in
    select * from jsonb_to_recordset(p_series) as item (id integer, learnt_until timestamptz, state jsonb, effects jsonb, anomalies jsonb)
    -- In one order, so that two learners could never wait for each other in a circle.
    order by id
  loop
    -- Whoever comes second finds the minutes learnt from, and leaves everything as it is.
    update private.series_learners set learnt_until = p_until, state = learnt.state
    where workspace_id = p_workspace_id and series_id = learnt.id and learnt_until = learnt.learnt_until;
    continue when not found;
    stored := stored + 1;
    for effect in select value from jsonb_array_elements(learnt.effects) loop
      perform private.apply_degradation_effect(p_workspace_id, learnt.id, effect);
    end loop;
    insert into public.anomalies (workspace_id, series_id, at, value, expected, low, high, direction, score)
    select p_workspace_id, learnt.id, mark.at, mark.value, mark.expected, mark.low, mark.high, mark.direction, mark.score
    from jsonb_to_recordset(learnt.anomalies) as mark (
      at timestamptz, value double precision, expected double precision, low double precision, high double precision, direction text, score double precision)
    on conflict do nothing;
  end loop;
  return stored;
end
$$;
comment on function public.store_series_slice is
  'Stores what was learnt of series until an instant, each only if nobody learnt of it since it was taken; returns of how many. Service only.';

revoke execute on function public.take_series_slice, public.store_series_slice from public, anon, authenticated;
grant execute on function public.take_series_slice, public.store_series_slice to service_role;
grant execute on function private.apply_degradation_effect to service_role;
insert into public.schedules (name, cron, kind, command) values ('learn-series', '5 seconds', 'function', 'learn/series');
