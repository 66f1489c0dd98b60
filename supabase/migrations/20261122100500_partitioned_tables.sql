-- Purpose: daily partitions are made and dropped for every table that is listed as partitioned, not for executions alone.
-- Risk: dropping is for good; only partitions wholly older than the retention are touched.

create table private.partitioned_tables (
  name text primary key,
  key_column text not null,
  key_kind text not null constraint partitioned_tables_key_kind_known check (key_kind in ('uuid', 'instant'))
);
comment on table private.partitioned_tables is 'Tables of the schema public in daily partitions (UTC); partitions.<name>_default takes what no day covers.';
comment on column private.partitioned_tables.key_kind is 'Whether the key is a UUIDv7 or a timestamptz.';
alter table private.partitioned_tables enable row level security;
insert into private.partitioned_tables (name, key_column, key_kind) values
  ('execution_history', 'id', 'uuid'),
  ('metric_samples', 'at', 'instant');

create function private.partition_bound(key_kind text, day date) returns text
language sql stable set search_path = '' as $$
  select case key_kind
    when 'uuid' then private.uuid_floor(day::timestamp at time zone 'utc')::text
    else (day::timestamp at time zone 'utc')::text
  end
$$;
comment on function private.partition_bound is 'The first key of a day, as text that reads back as the key''s type.';

create function private.ensure_partitions(in_table text, first_day date, last_day date) returns integer
language plpgsql security invoker set search_path = '' as $$
declare
  made integer := 0;
  partition_name text;
  parent private.partitioned_tables;
  wanted record;
begin
  select * into strict parent from private.partitioned_tables where name = in_table;
  for wanted in
    select day::date as day, private.partition_bound(parent.key_kind, day::date) as low, private.partition_bound(parent.key_kind, day::date + 1) as high
    from generate_series(first_day::timestamp, last_day::timestamp, interval '1 day') as day
  loop
    partition_name := parent.name || '_' || to_char(wanted.day, 'YYYYMMDD');
    if to_regclass('partitions.' || partition_name) is not null then
      continue;
    end if;
    if wanted.day <= (now() at time zone 'utc')::date + 1 then
      -- A day that is being written into: whoever comes now waits for some milliseconds, and is not refused by the default
      -- partition, which it would have been sent to.
      execute format('lock table only public.%I in access exclusive mode', parent.name);
    end if;
    -- Made apart and attached: that locks the parent against other changes of structure only, not against inserts.
    execute format('create table partitions.%I (like public.%I including defaults including constraints)', partition_name, parent.name);
    execute format('alter table partitions.%I enable row level security', partition_name);
    execute format(
      'with moved as (delete from partitions.%I where %I >= %L and %I < %L returning *) insert into partitions.%I select * from moved',
      parent.name || '_default', parent.key_column, wanted.low, parent.key_column, wanted.high, partition_name
    );
    execute format(
      'alter table public.%I attach partition partitions.%I for values from (%L) to (%L)', parent.name, partition_name, wanted.low, wanted.high
    );
    made := made + 1;
  end loop;
  return made;
end
$$;
comment on function private.ensure_partitions is
  'Makes the missing daily partitions of a table for a span of days, moving rows in from the default one; returns how many were made.';

create function private.drop_expired_partitions(in_table text) returns integer
language plpgsql security invoker set search_path = '' as $$
declare
  dropped integer := 0;
  parent private.partitioned_tables;
  oldest date := (now() at time zone 'utc')::date - private.retention_days();
  expired record;
begin
  select * into strict parent from private.partitioned_tables where name = in_table;
  for expired in
    select child.relname
    from pg_catalog.pg_inherits as link
    join pg_catalog.pg_class as child on child.oid = link.inhrelid
    where link.inhparent = to_regclass('public.' || parent.name)
      and child.relname ~ ('^' || parent.name || '_\d{8}$')
      and to_date(right(child.relname, 8), 'YYYYMMDD') < oldest
  loop
    execute format('drop table partitions.%I', expired.relname);
    dropped := dropped + 1;
  end loop;
  -- Whatever no partition ever took. Asked of the partition itself, so that its figures stay, as those of a dropped one do.
  execute format(
    'delete from partitions.%I where %I < %L', parent.name || '_default', parent.key_column, private.partition_bound(parent.key_kind, oldest)
  );
  return dropped;
end
$$;
comment on function private.drop_expired_partitions is
  'Drops a table''s partitions whose whole day lies before the retention, and what is as old in the default one; returns how many.';

create or replace function private.ensure_execution_partitions(first_day date, last_day date) returns integer
language sql security invoker set search_path = '' as $$
  select private.ensure_partitions('execution_history', first_day, last_day)
$$;

drop function private.drop_expired_executions();

create or replace function private.maintain_partitions() returns void
language plpgsql security invoker set search_path = '' as $$
declare
  today date := (now() at time zone 'utc')::date;
  parent record;
begin
  for parent in select name from private.partitioned_tables order by name loop
    -- A week ahead, so that a maintenance that fails for days costs nothing.
    perform private.ensure_partitions(parent.name, today - private.retention_days(), today + 7);
    perform private.drop_expired_partitions(parent.name);
  end loop;
  perform private.drop_expired_corrections();
  perform private.drop_expired_series();
end
$$;

select private.maintain_partitions();
