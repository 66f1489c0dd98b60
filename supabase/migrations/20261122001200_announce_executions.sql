-- Purpose: open pages hear of executions at once, by Realtime broadcast on the private channel of the workspace.
-- Risk: adds a message per statement on execution_history; generated rows are not announced.

create policy "members hear their workspace" on realtime.messages
  for select to authenticated
  using (
    extension in ('broadcast', 'presence')
    and (select realtime.topic()) in (select 'workspace:' || mine.id from private.my_workspace_ids() as mine (id))
  );

-- Definer, because whoever may write executions need not be able to send messages.
create function private.announce_executions() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  -- A page shows the newest; of more than this it needs only the number.
  most constant integer := 50;
  message record;
begin
  for message in
    select workspace_id, count(*) as total,
      jsonb_agg(jsonb_build_object(
        'id', id, 'agent_id', agent_id, 'task_type', task_type, 'task_description', left(task_description, 200),
        'status', status, 'started_at', started_at, 'finished_at', finished_at, 'duration_ms', duration_ms,
        'attempt', attempt, 'parent_id', parent_id, 'error_type', error_type, 'error_message', left(error_message, 200),
        'cost_usd', cost_usd, 'is_generated', is_generated, 'clock_skew_ms', clock_skew_ms
      )) filter (where place <= most) as newest
    from (
      select *, row_number() over (partition by workspace_id order by id desc) as place
      from new_rows
      where not is_generated
    ) as ranked
    group by workspace_id
  loop
    perform realtime.send(
      jsonb_build_object('total', message.total, 'executions', message.newest),
      'executions', 'workspace:' || message.workspace_id, true
    );
  end loop;
  return null;
end
$$;
comment on function private.announce_executions is 'One message per statement and workspace, with the newest 50 rows and the number of all.';

create trigger execution_history_announce_inserted after insert on public.execution_history
  referencing new table as new_rows
  for each statement execute function private.announce_executions();
create trigger execution_history_announce_updated after update on public.execution_history
  referencing new table as new_rows
  for each statement execute function private.announce_executions();

-- Alerts and agents change rarely: pages follow the rows themselves.
alter publication supabase_realtime add table public.alerts, public.agents;
