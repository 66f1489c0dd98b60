-- Purpose: what runs by itself and when, in one table. The embedded scheduler reads it; on a hosted
--   project pg_cron and pg_net are given the same entries.
-- Risk: on a hosted project this migration creates cron jobs.

create table public.schedules (
  name text primary key,
  cron text not null,
  kind text not null constraint schedules_kind_known check (kind in ('sql', 'function')),
  command text not null,
  is_enabled boolean not null default true,
  last_started_at timestamptz,
  last_finished_at timestamptz,
  last_error text
);
comment on table public.schedules is 'Recurring work of the whole installation. No client reads it, so it has no policy.';
comment on column public.schedules.cron is 'Five cron fields (UTC), or "N seconds" with N from 1 to 59, as pg_cron takes them.';
comment on column public.schedules.command is 'A statement, or the name of an edge function.';
alter table public.schedules enable row level security;
revoke all on public.schedules from anon, authenticated;

insert into public.schedules (name, cron, kind, command) values
  ('refresh-rollups', '2 seconds', 'sql', 'select private.refresh_rollups()'),
  ('maintain-partitions', '10 0 * * *', 'sql', 'select private.maintain_partitions()'),
  ('drop-expired-rollups', '20 0 * * *', 'sql', 'select private.drop_expired_rollups()');

create function private.install_schedules() returns integer
language plpgsql security invoker set search_path = '' as $$
declare
  entry public.schedules;
  installed integer := 0;
begin
  if to_regproc('cron.schedule') is null then
    return 0;
  end if;
  for entry in select * from public.schedules where is_enabled loop
    if entry.kind = 'function' and to_regproc('net.http_post') is null then
      continue;
    end if;
    execute 'select cron.schedule($1, $2, $3)' using 'windvane ' || entry.name, entry.cron,
      case entry.kind
        when 'sql' then entry.command
        else format(
          'select net.http_post(url := %L || %L, headers := jsonb_build_object(%L, %L || %L))',
          (select value from private.settings where name = 'SUPABASE_URL'), '/functions/v1/' || entry.command,
          'Authorization', 'Bearer ', (select value from private.settings where name = 'SUPABASE_SECRET_KEY')
        )
      end;
    installed := installed + 1;
  end loop;
  return installed;
end
$$;
comment on function private.install_schedules is
  'Hands the schedules to pg_cron where it exists, and returns how many. Entries of kind function need pg_net and the settings SUPABASE_URL and SUPABASE_SECRET_KEY.';

select private.install_schedules();
