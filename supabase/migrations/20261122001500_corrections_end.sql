-- Purpose: what is remembered of senders whose clock is off ends with the executions that it is about.
-- Risk: deletes rows of private.corrected_executions that are older than the retention.

create index corrected_executions_created_at on private.corrected_executions (created_at);

create function private.drop_expired_corrections() returns integer
language plpgsql security invoker set search_path = '' as $$
declare
  dropped integer;
begin
  delete from private.corrected_executions
  where created_at < ((now() at time zone 'utc')::date - private.retention_days())::timestamp at time zone 'utc';
  get diagnostics dropped = row_count;
  return dropped;
end
$$;
comment on function private.drop_expired_corrections is
  'Forgets the corrected ids of executions that retention has dropped; returns how many. A row sent again so late is too old to be stored.';

create or replace function private.maintain_partitions() returns void
language plpgsql security invoker set search_path = '' as $$
begin
  -- A week ahead, so that a maintenance that fails for days costs nothing.
  perform private.ensure_execution_partitions(
    (now() at time zone 'utc')::date - private.retention_days(),
    (now() at time zone 'utc')::date + 7
  );
  perform private.drop_expired_executions();
  perform private.drop_expired_corrections();
end
$$;
