-- Purpose: make partitions ahead of time, drop them after the retention.
-- Risk: dropping is for good; only partitions wholly older than the retention are touched.

create function private.ensure_execution_partitions(first_day date, last_day date) returns integer
language plpgsql security invoker set search_path = '' as $$
declare
  made integer := 0;
  partition_name text;
  wanted record;
begin
  for wanted in
    select day::date as day,
      private.uuid_floor(day::timestamp at time zone 'utc') as low,
      private.uuid_floor((day + interval '1 day')::timestamp at time zone 'utc') as high
    from generate_series(first_day::timestamp, last_day::timestamp, interval '1 day') as day
  loop
    partition_name := 'execution_history_' || to_char(wanted.day, 'YYYYMMDD');
    if to_regclass('partitions.' || partition_name) is not null then
      continue;
    end if;
    if wanted.day <= (now() at time zone 'utc')::date + 1 then
      -- A day that is being written into: whoever comes now waits for some milliseconds, and is not refused by the default
      -- partition, which it would have been sent to.
      lock table only public.execution_history in access exclusive mode;
    end if;
    -- Made apart and attached: that locks the parent against other changes of structure only, not against inserts.
    execute format('create table partitions.%I (like public.execution_history including defaults including constraints)', partition_name);
    execute format('alter table partitions.%I enable row level security', partition_name);
    execute format(
      'with moved as (delete from partitions.execution_history_default where id >= %L and id < %L returning *)
       insert into partitions.%I select * from moved',
      wanted.low, wanted.high, partition_name
    );
    execute format(
      'alter table public.execution_history attach partition partitions.%I for values from (%L) to (%L)',
      partition_name, wanted.low, wanted.high
    );
    made := made + 1;
  end loop;
  return made;
end
$$;
comment on function private.ensure_execution_partitions is
  'Makes the missing daily partitions (UTC) of a span of days, moving rows in from the default one; returns how many were made.';

create function private.drop_expired_executions() returns integer
language plpgsql security invoker set search_path = '' as $$
declare
  dropped integer := 0;
  expired record;
begin
  for expired in
    select child.relname
    from pg_catalog.pg_inherits as link
    join pg_catalog.pg_class as child on child.oid = link.inhrelid
    where link.inhparent = 'public.execution_history'::regclass
      and child.relname ~ '^execution_history_\d{8}$'
      and to_date(right(child.relname, 8), 'YYYYMMDD') < (now() at time zone 'utc')::date - private.retention_days()
  loop
    execute format('drop table partitions.%I', expired.relname);
    dropped := dropped + 1;
  end loop;
  -- Whatever no partition ever took. Asked of the partition itself, so that its figures stay, as those of a dropped one do.
  delete from partitions.execution_history_default
  where id < private.uuid_floor(((now() at time zone 'utc')::date - private.retention_days())::timestamp at time zone 'utc');
  return dropped;
end
$$;
comment on function private.drop_expired_executions is 'Drops the partitions whose whole day lies before the retention, and what is as old in the default one; returns how many.';

create function private.maintain_partitions() returns void
language plpgsql security invoker set search_path = '' as $$
begin
  -- A week ahead, so that a maintenance that fails for days costs nothing.
  perform private.ensure_execution_partitions(
    (now() at time zone 'utc')::date - private.retention_days(),
    (now() at time zone 'utc')::date + 7
  );
  perform private.drop_expired_executions();
end
$$;
comment on function private.maintain_partitions is 'Run daily, and harmless at any time.';

select private.maintain_partitions();
