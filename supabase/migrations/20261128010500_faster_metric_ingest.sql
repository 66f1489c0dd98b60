-- Purpose: a batch of points is read once, and each of its series looked up once; it was read five times.
-- Risk: replaces the write path of every sender of metrics; what it stores and answers is the same.

create type private.metric_row as (
  place bigint, name text, type text, unit text, tags jsonb, tags_hash uuid, at timestamptz, source_id text, value double precision,
  count integer, sum double precision, min double precision, max double precision, keys smallint[], counts integer[]
);
comment on type private.metric_row is 'A point of a batch, as private.metric_rows reads it.';

create or replace function public.ingest_metrics(p_key_hash text, p_rows text, p_workspace_id uuid default null) returns jsonb
language plpgsql security invoker set search_path = '' as $$
declare
  sent_rows jsonb := p_rows;
  points private.metric_row[];
  workspace uuid := private.workspace_of_key(p_key_hash, p_workspace_id);
  oldest timestamptz := now() - make_interval(days => private.retention_days());
  -- A clock may be in another zone by mistake; what is more than a day ahead is no time at all.
  newest timestamptz := now() + interval '1 day';
  expired jsonb;
  future jsonb;
  stored integer;
  overflowed integer;
begin
  if workspace is null then
    return jsonb_build_object('kind', 'unauthorized');
  end if;
  select array_agg(sent::private.metric_row) into points from private.metric_rows(sent_rows) as sent;
  select coalesce(jsonb_agg(sent.place - 1) filter (where sent.at < oldest), '[]'), coalesce(jsonb_agg(sent.place - 1) filter (where sent.at > newest), '[]')
  into expired, future
  from unnest(points) as sent;
  if expired <> '[]' or future <> '[]' then
    select array_agg(sent::private.metric_row) into points from unnest(points) as sent where sent.at between oldest and newest;
    select coalesce(jsonb_agg(item.point order by item.place), '[]') into sent_rows
    from jsonb_array_elements(sent_rows) with ordinality as item (point, place)
    where (item.point ->> 'at')::timestamptz between oldest and newest;
  end if;

  perform private.note_series(workspace, (
    select coalesce(jsonb_agg(jsonb_build_object('name', named.name, 'type', named.type, 'unit', named.unit, 'tags', named.tags) order by named.place), '[]')
    from (
      select sent.name, sent.type, sent.unit, sent.tags, min(sent.place) as place
      from unnest(points) as sent
      group by sent.name, sent.type, sent.unit, sent.tags
    ) as named
  ));
  with placed as materialized (
    select coalesce(own.id, overflow.id) as series_id, coalesce(own.is_overflow, true) as is_overflow, sent.*
    from unnest(points) as sent
    left join public.metric_series as own
      on own.workspace_id = workspace and own.name = sent.name and own.type = sent.type and own.unit = sent.unit and own.tags_hash = sent.tags_hash
    left join public.metric_series as overflow
      on own.id is null and overflow.workspace_id = workspace and overflow.name = sent.name and overflow.type = sent.type
      and overflow.unit = sent.unit and overflow.tags_hash = md5('{"overflow": "true"}')::uuid
  ), added as (
    insert into public.metric_samples (
      workspace_id, at, source_key, series_id, count, value, sum, min, max, histogram_keys, histogram_counts)
    select workspace, placed.at,
      case
        when placed.is_overflow then hashtextextended(coalesce(placed.source_id, '') || placed.tags::text, 0)
        when placed.source_id is null then 0
        else hashtextextended(placed.source_id, 0)
      end as source_key,
      placed.series_id, placed.count, placed.value, placed.sum, placed.min, placed.max, placed.keys, placed.counts
    from placed
    -- In one order, so that two senders of the same points could never wait for each other in a circle.
    order by placed.series_id, placed.at, source_key
    on conflict (workspace_id, series_id, at, source_key) do nothing
    returning 1
  )
  select (select count(*) from added), (select count(*) from placed where placed.is_overflow) into stored, overflowed;
  if overflowed > 0 then
    perform private.raise_overflow_alerts(workspace, sent_rows);
  end if;
  return jsonb_build_object(
    'kind', 'stored', 'stored', stored, 'expired', expired, 'future', future, 'retentionDays', private.retention_days());
end
$$;
