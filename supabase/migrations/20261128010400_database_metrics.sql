-- Purpose: what the database tells of itself, as series of every workspace.
-- Risk: a few rows for every workspace three times a minute.

create table private.database_readings (
  is_only boolean primary key default true check (is_only),
  blocks_hit bigint not null,
  blocks_read bigint not null
);
comment on table private.database_readings is 'What the statistics of this database said when they were last read, to tell what came since.';
alter table private.database_readings enable row level security;

-- Windvane watches the database that it stands on; every workspace sees it as series of its own.
create function private.collect_database_metrics() returns integer
language plpgsql security invoker set search_path = '' as $$
declare
  hits bigint;
  reads bigint;
  before private.database_readings;
  points jsonb;
  workspace record;
  collected integer := 0;
begin
  select stat.blks_hit, stat.blks_read into hits, reads from pg_catalog.pg_stat_database as stat where stat.datname = current_database();
  select * into before from private.database_readings;
  insert into private.database_readings as known (blocks_hit, blocks_read) values (hits, reads)
  on conflict (is_only) do update set blocks_hit = excluded.blocks_hit, blocks_read = excluded.blocks_read;
  with backends as (
    select count(*)::double precision as amount from pg_catalog.pg_stat_activity where backend_type = 'client backend'
  )
  select jsonb_agg(jsonb_build_object('name', point.name, 'type', point.type, 'unit', point.unit, 'at', now(), 'value', point.value)) into points
  from backends
  cross join lateral (values
    ('windvane.database.connections', 'db_connections', '{connection}', backends.amount),
    ('windvane.database.connection_use', 'db_connections', '1', backends.amount / current_setting('max_connections')::double precision),
    -- Nothing is said where nothing was asked for, or the statistics began anew.
    ('windvane.database.cache_hit_rate', 'cache_hit_rate', '1', case when hits - before.blocks_hit >= 0 and reads - before.blocks_read >= 0
      then (hits - before.blocks_hit)::double precision / nullif(hits - before.blocks_hit + reads - before.blocks_read, 0) end)
  ) as point (name, type, unit, value)
  where point.value is not null;
  for workspace in select id from public.workspaces order by id loop
    perform private.note_series(workspace.id, points);
    insert into public.metric_samples (workspace_id, at, source_key, series_id, value)
    select workspace.id, sent.at, 0, series.id, sent.value
    from private.metric_rows(points) as sent
    join public.metric_series as series
      on series.workspace_id = workspace.id and series.name = sent.name and series.type = sent.type and series.unit = sent.unit and series.tags_hash = sent.tags_hash
    on conflict do nothing;
    update public.metric_series set origin = 'system' where workspace_id = workspace.id and name like 'windvane.database.%' and origin = 'reported';
    collected := collected + 1;
  end loop;
  return collected;
end
$$;
comment on function private.collect_database_metrics is
  'Stores how the database does (connections, share of the most there may be, share of reads from memory) as points of every workspace; returns of how many.';

insert into public.schedules (name, cron, kind, command) values
  ('collect-database-metrics', '20 seconds', 'sql', 'select private.collect_database_metrics()');
