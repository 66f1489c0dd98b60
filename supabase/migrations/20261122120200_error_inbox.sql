-- Purpose: every failure that came, changed or went is looked at once more by the learner of error groups.
-- Risk: adds triggers to execution_history; they cost a statement without failures next to nothing.
--
-- An entry says "look at this execution again", in the same transaction that changed it: what is committed is the watermark,
-- as of private.rollup_deltas. The learner makes the execution's occurrence agree with what history says by then, so an entry
-- that is handled twice, or two for one execution, do no harm.

create table private.error_inbox (
  workspace_id uuid not null,
  seq bigint generated always as identity,
  execution_id uuid not null,
  primary key (workspace_id, seq)
);
comment on table private.error_inbox is 'Executions whose failure is not yet in the error groups, or no longer as it is there.';
alter table private.error_inbox enable row level security;
create index error_inbox_seq on private.error_inbox (seq);

-- Definer, because whoever may write executions need not be able to write the inbox.
create function private.note_failures() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    insert into private.error_inbox (workspace_id, execution_id)
    select workspace_id, id from new_rows where status = 'failed';
  elsif tg_op = 'DELETE' then
    insert into private.error_inbox (workspace_id, execution_id)
    select workspace_id, id from old_rows where status = 'failed';
  else
    insert into private.error_inbox (workspace_id, execution_id)
    select workspace_id, id
    from (
      select workspace_id, id, agent_id, task_type, started_at, finished_at, error_type, error_message from new_rows where status = 'failed'
      union all
      select workspace_id, id, agent_id, task_type, started_at, finished_at, error_type, error_message from old_rows where status = 'failed'
    ) as version
    group by workspace_id, id
    -- Two equal versions: something else of it changed.
    having count(*) = 1 or count(distinct (agent_id, task_type, started_at, finished_at, error_type, error_message)) = 2;
  end if;
  return null;
end
$$;

create trigger execution_history_note_inserted after insert on public.execution_history
  referencing new table as new_rows
  for each statement execute function private.note_failures();
create trigger execution_history_note_updated after update on public.execution_history
  referencing new table as new_rows old table as old_rows
  for each statement execute function private.note_failures();
create trigger execution_history_note_deleted after delete on public.execution_history
  referencing old table as old_rows
  for each statement execute function private.note_failures();

-- What failed before there was an inbox.
insert into private.error_inbox (workspace_id, execution_id)
select workspace_id, id from public.execution_history where status = 'failed' order by id;

create function public.take_error_slice(p_limit integer default 500, p_skip uuid[] default '{}') returns jsonb
language plpgsql security invoker set search_path = '' as $$
declare
  chosen uuid;
  answer jsonb;
begin
  -- Whoever has waited longest.
  select inbox.workspace_id into chosen from private.error_inbox as inbox
  where inbox.workspace_id <> all (p_skip) order by inbox.seq limit 1;
  if chosen is null then
    return null;
  end if;
  with entries as materialized (
    select inbox.seq, inbox.execution_id from private.error_inbox as inbox
    where inbox.workspace_id = chosen order by inbox.seq limit least(greatest(p_limit, 1), 2000)
  ), executions as (
    select dirty.execution_id, history.*
    from (select distinct entries.execution_id from entries) as dirty
    left join public.execution_history as history
      on history.workspace_id = chosen and history.id = dirty.execution_id and history.status = 'failed'
  )
  select jsonb_build_object(
    'workspace_id', chosen,
    'version', coalesce((select learner.version from private.error_learners as learner where learner.workspace_id = chosen), 0),
    'entries', (select jsonb_agg(entries.seq) from entries),
    'gone', (select coalesce(jsonb_agg(executions.execution_id), '[]') from executions where executions.id is null),
    'failures', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'execution_id', executions.id, 'error_type', executions.error_type, 'error_message', left(executions.error_message, 4000),
        'agent_id', executions.agent_id, 'task_type', executions.task_type,
        'started_at', executions.started_at, 'occurred_at', executions.finished_at
      ) order by executions.finished_at, executions.id), '[]')
      from executions where executions.id is not null
    ),
    'templates', (
      -- As many as the miner holds, the one not met for longest first.
      select coalesce(jsonb_agg(latest.miner order by latest.last_seen_at, latest.id), '[]')
      from (
        select template.miner, template.last_seen_at, template.id from public.error_templates as template
        where template.workspace_id = chosen order by template.last_seen_at desc, template.id desc limit 2000
      ) as latest
    )
  ) into answer;
  return answer;
end
$$;
comment on function public.take_error_slice is
  'What the learner of error groups looks at next: failures of one workspace, oldest note first, with its templates; null when nothing waits. Service only; takes nothing away.';
revoke execute on function public.take_error_slice from public, anon, authenticated;
grant execute on function public.take_error_slice to service_role;
