-- Purpose: baselines are made in bounded slices, of the window that is set and of the hours of the week.
-- Risk: none; new functions only.

-- Definer, because the settings of the installation are nobody's to read.
create function private.baseline_window_hours() returns integer
language sql stable security definer set search_path = '' as $$
  select value::integer from private.settings where name = 'PERFORMANCE_BASELINE_WINDOW_HOURS'
$$;
revoke execute on function private.baseline_window_hours from public;

-- Baselines that are due, with what they are made of: five minutes each of the window, and the hours of six weeks where the season is due.
create function public.take_baseline_slice(p_series integer, p_skip uuid[] default '{}') returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  hours constant integer := private.baseline_window_hours();
  chosen uuid;
  ids integer[];
  seasonal integer[];
begin
  select learner.workspace_id into chosen from private.series_learners as learner
  where learner.baseline_due_at <= now() and not learner.workspace_id = any (p_skip)
  order by learner.baseline_due_at, learner.workspace_id limit 1;
  if chosen is null then
    return null;
  end if;
  select array_agg(waiting.series_id) into ids
  from (
    select learner.series_id from private.series_learners as learner
    where learner.workspace_id = chosen and learner.baseline_due_at <= now()
    order by learner.baseline_due_at, learner.series_id limit p_series
  ) as waiting;
  -- A season moves slowly: four times a day is often enough.
  seasonal := array(
    select wanted.id from unnest(ids) as wanted (id)
    left join public.baselines as known on known.workspace_id = chosen and known.series_id = wanted.id
    where coalesce(known.season_computed_at, '-infinity') < now() - interval '6 hours'
    order by wanted.id limit greatest(p_series / 8, 1)
  );
  return jsonb_build_object(
    'workspace_id', chosen, 'window_hours', hours, 'ids', to_jsonb(ids), 'seasonal', to_jsonb(seasonal),
    -- While something is degraded, what is normal is what was so before.
    'from', (
      select coalesce(jsonb_object_agg(open.series_id, extract(epoch from open.began_at) * 1000), '{}') from public.degradations as open
      where open.workspace_id = chosen and open.series_id = any (ids) and open.status = 'open'
    ),
    'recent', public.series_buckets_json(chosen, ids, now() - make_interval(hours => hours), now(), interval '5 minutes'),
    'hours', case when cardinality(seasonal) = 0 then '[]' else
      public.series_buckets_json(chosen, seasonal, date_trunc('hour', now() - interval '42 days'), date_trunc('hour', now()), interval '1 hour') end
  );
end
$$;
comment on function public.take_baseline_slice is
  'Series of the workspace whose baseline waits longest, with the values it is made of; null when none waits. Service only; takes nothing away.';

create function public.store_baselines(p_workspace_id uuid, p_window_hours integer, p_baselines jsonb) returns void
language sql security invoker set search_path = '' as $$
  insert into public.baselines as known (workspace_id, series_id, window_hours, answer, season, season_computed_at)
  select p_workspace_id, item.id, p_window_hours, item.answer, item.season, case when item.season is not null then now() end
  from jsonb_to_recordset(p_baselines) as item (id integer, answer jsonb, season jsonb)
  where exists (select from public.metric_series as series where series.workspace_id = p_workspace_id and series.id = item.id)
  order by item.id
  on conflict (workspace_id, series_id) do update set
    computed_at = now(), window_hours = excluded.window_hours,
    answer = coalesce(excluded.answer, known.answer),
    season = coalesce(excluded.season, known.season), season_computed_at = coalesce(excluded.season_computed_at, known.season_computed_at);
  -- Those without new values need no new baseline; they are looked at again as soon as some have come, by the hour.
  update private.series_learners as learner set
    baseline_due_at = now() + case when learner.newest_at > now() - interval '1 hour' then interval '10 minutes' else interval '1 hour' end
  where learner.workspace_id = p_workspace_id and learner.series_id in (select (item ->> 'id')::integer from jsonb_array_elements(p_baselines) as item)
$$;
comment on function public.store_baselines is 'Stores baselines and says when they are due again. An answer or season that is null stays as it was. Service only.';

revoke execute on function public.take_baseline_slice, public.store_baselines from public, anon, authenticated;
grant execute on function public.take_baseline_slice, public.store_baselines to service_role;
grant execute on function private.baseline_window_hours to service_role;
