-- Purpose: learners of error groups serve workspaces in turn, so that none can hold up the others.
-- Risk: none; where many wait, the order in which they are served is another one.

alter table private.error_learners add column taken_at timestamptz;
comment on column private.error_learners.taken_at is 'When a learner last took a slice of the workspace, stored or not; null: never.';

create or replace function public.take_error_slice(p_limit integer default 500, p_skip uuid[] default '{}') returns jsonb
language plpgsql security invoker set search_path = '' as $$
declare
  chosen uuid;
  answer jsonb;
begin
  -- Everybody in turn: whoever has much to learn, or makes a learner fail, holds up nobody else. From workspace to workspace by the
  -- index, past all that waits of the one before.
  with recursive waiting (id) as (
    (select inbox.workspace_id from private.error_inbox as inbox order by inbox.workspace_id limit 1)
    union all
    select (
      select inbox.workspace_id from private.error_inbox as inbox where inbox.workspace_id > waiting.id order by inbox.workspace_id limit 1
    )
    from waiting
    where waiting.id is not null
  )
  select waiting.id into chosen
  from waiting
  left join private.error_learners as learner on learner.workspace_id = waiting.id
  where waiting.id is not null and waiting.id <> all (p_skip)
  order by learner.taken_at nulls first, waiting.id
  limit 1;
  if chosen is null then
    return null;
  end if;
  insert into private.error_learners as learner (workspace_id, taken_at)
  select workspace.id, clock_timestamp() from public.workspaces as workspace where workspace.id = chosen
  on conflict (workspace_id) do update set taken_at = excluded.taken_at;
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
    -- None where another learner stored them all since the workspace was chosen.
    'entries', (select coalesce(jsonb_agg(entries.seq), '[]') from entries),
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
  'What the learner of error groups looks at next: failures of the workspace that was served longest ago, oldest note first, with its templates; null when nothing waits. Service only; takes nothing away.';
