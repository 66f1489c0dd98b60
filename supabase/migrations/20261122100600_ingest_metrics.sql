-- Purpose: one call takes a batch of metric points from an API key, each point once.
-- Risk: this is the write path of every sender of metrics.

create function private.metric_rows(in_rows jsonb)
returns table (
  place bigint, name text, type text, unit text, tags jsonb, tags_hash uuid, at timestamptz, source_id text, value double precision,
  count integer, sum double precision, min double precision, max double precision, keys smallint[], counts integer[]
)
language sql stable security invoker set search_path = '' as $$
  select sent.place, sent.name, sent.type, sent.unit, coalesce(sent.tags, '{}'), md5(coalesce(sent.tags, '{}')::text)::uuid, sent.at, sent.source_id,
    sent.value, sent.count, sent.sum, sent.min, sent.max, sent.keys, sent.counts
  from rows from (jsonb_to_recordset(in_rows) as (
    name text, type text, unit text, tags jsonb, at timestamptz, source_id text, value double precision,
    count integer, sum double precision, min double precision, max double precision, keys smallint[], counts integer[]
  )) with ordinality as sent (name, type, unit, tags, at, source_id, value, count, sum, min, max, keys, counts, place)
$$;

-- Registers the series of a batch that are not known yet, up to a bound for each name; what is beyond goes to one series.
create function private.note_series(in_workspace uuid, in_rows jsonb) returns void
language plpgsql security invoker set search_path = '' as $$
declare
  -- As many as OpenTelemetry's SDKs keep of one instrument before they overflow (specification, "Cardinality limits").
  most constant integer := 2000;
begin
  if exists (
    select from private.metric_rows(in_rows) as sent
    left join public.metric_series as known
      on known.workspace_id = in_workspace and known.name = sent.name and known.type = sent.type and known.unit = sent.unit
      and known.tags_hash = sent.tags_hash
    where known.id is null
  ) then
    -- One at a time makes series of a workspace, so that the bound holds and nobody waits in a circle.
    perform pg_advisory_xact_lock(hashtextextended('private.note_series ' || in_workspace, 0));
    with missing as (
      select sent.name, sent.type, sent.unit, sent.tags, row_number() over (partition by sent.name order by min(sent.place)) as place
      from private.metric_rows(in_rows) as sent
      left join public.metric_series as known
        on known.workspace_id = in_workspace and known.name = sent.name and known.type = sent.type and known.unit = sent.unit
        and known.tags_hash = sent.tags_hash
      where known.id is null
      group by sent.name, sent.type, sent.unit, sent.tags
    ), room as (
      select named.name, most - (
        select count(*) from public.metric_series as known where known.workspace_id = in_workspace and known.name = named.name and not known.is_overflow
      ) as places
      from (select distinct missing.name from missing) as named
    )
    insert into public.metric_series (workspace_id, name, type, unit, tags, is_overflow)
    select distinct in_workspace, missing.name, missing.type, missing.unit,
      case when missing.place <= room.places then missing.tags else '{"overflow": "true"}' end, missing.place > room.places
    from missing
    join room using (name)
    on conflict (workspace_id, name, type, unit, tags_hash) do nothing;
  end if;
  -- To the hour, and not at all while another batch is at the same.
  update public.metric_series set last_seen_at = now()
  where (workspace_id, id) in (
    select stale.workspace_id, stale.id
    from public.metric_series as stale
    where stale.workspace_id = in_workspace and stale.last_seen_at < now() - interval '1 hour'
      and (stale.name, stale.type, stale.unit) in (select sent.name, sent.type, sent.unit from private.metric_rows(in_rows) as sent)
      and (stale.is_overflow or stale.tags_hash in (select sent.tags_hash from private.metric_rows(in_rows) as sent))
    order by stale.id
    for update skip locked
  );
end
$$;
comment on function private.note_series is 'Registers new series, bounded in number for each name, and notes when the known ones last had points.';

create function private.raise_overflow_alerts(in_workspace uuid, in_rows jsonb) returns void
language plpgsql security invoker set search_path = '' as $$
declare
  overflow record;
begin
  for overflow in
    select sent.name, count(*) as points, count(distinct sent.tags_hash) as series
    from private.metric_rows(in_rows) as sent
    left join public.metric_series as known
      on known.workspace_id = in_workspace and known.name = sent.name and known.type = sent.type and known.unit = sent.unit
      and known.tags_hash = sent.tags_hash
    where known.id is null or known.is_overflow
    group by sent.name
    order by sent.name
  loop
    -- To the minute, so that senders of many batches do not all wait for the row of one alert.
    continue when exists (
      select from public.alerts as told
      where told.workspace_id = in_workspace and told.fingerprint = 'metric-overflow:' || overflow.name and told.status <> 'resolved'
        and told.last_seen_at > now() - interval '1 minute'
    );
    perform private.raise_alert(
      in_workspace, 'metric-overflow:' || overflow.name, 'warning', 'metric_overflow',
      format('The metric %s has too many different tags', overflow.name),
      format('%s points of %s more series were put into one, with the tag overflow. Tags are for few values (a host, a route), not for ids.',
        overflow.points, overflow.series),
      'metric', overflow.name
    );
  end loop;
end
$$;
comment on function private.raise_overflow_alerts is 'Tells the operators of each metric of a batch that has more series than are kept apart.';

create function public.ingest_metrics(p_key_hash text, p_rows text, p_workspace_id uuid default null) returns jsonb
language plpgsql security invoker set search_path = '' as $$
declare
  sent_rows jsonb := p_rows;
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
  select coalesce(jsonb_agg(sent.place - 1) filter (where sent.at < oldest), '[]'), coalesce(jsonb_agg(sent.place - 1) filter (where sent.at > newest), '[]')
  into expired, future
  from private.metric_rows(sent_rows) as sent;
  if expired <> '[]' or future <> '[]' then
    select coalesce(jsonb_agg(item.point order by item.place), '[]') into sent_rows
    from jsonb_array_elements(sent_rows) with ordinality as item (point, place)
    where (item.point ->> 'at')::timestamptz between oldest and newest;
  end if;

  perform private.note_series(workspace, sent_rows);
  with placed as materialized (
    select coalesce(own.id, overflow.id) as series_id, coalesce(own.is_overflow, true) as is_overflow, sent.*
    from private.metric_rows(sent_rows) as sent
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
comment on function public.ingest_metrics is
  'Stores validated points under the key''s workspace, each once: the same series, instant and source sent again is the same point.';
revoke execute on function public.ingest_metrics from public, anon, authenticated;
grant execute on function public.ingest_metrics, private.metric_rows, private.note_series, private.raise_overflow_alerts to service_role;
