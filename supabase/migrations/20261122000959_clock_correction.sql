-- Purpose: executions of senders whose clock is off are stored under the right time, once, and flagged.
-- Risk: none; used by ingest only.

-- A sender whose clock is off makes ids of the wrong time. Its rows are stored under ids of the right
-- time; this remembers which, so that the same row sent again, or finished later, is the same row.
create table private.corrected_executions (
  workspace_id uuid not null,
  sent_id uuid not null,
  id uuid not null,
  skew_ms bigint not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, sent_id)
);
comment on table private.corrected_executions is 'Ids as sent by agents whose clock was off, and the ids that their executions are stored under.';
alter table private.corrected_executions enable row level security;

-- What a row's clock tells: how far it is ahead of ours in ms, 0 while within tolerance, null for a row that is honestly too old.
create function private.clock_skew_ms(row_started_at timestamptz, batch_sent_at timestamptz) returns bigint
language sql stable set search_path = '' as $$
  select case
    when shifted.started_at > now() + interval '5 minutes' then round(extract(epoch from row_started_at - now()) * 1000)::bigint
    when shifted.started_at >= now() - make_interval(days => private.retention_days()) then round(shifted.seconds * 1000)::bigint
    -- Nobody keeps rows that long: without the sender's own time, so old a start tells of its clock.
    when batch_sent_at is null then round(extract(epoch from row_started_at - now()) * 1000)::bigint
  end
  from (
    select batch.seconds, row_started_at - batch.seconds * interval '1 second' as started_at
    from (select coalesce(extract(epoch from batch_sent_at - now()), 0)) as sender (ahead),
      lateral (select case when abs(sender.ahead) > 300 then sender.ahead else 0 end) as batch (seconds)
  ) as shifted
$$;
comment on function private.clock_skew_ms is 'Five minutes are tolerated: queues and spools make honest rows late, never early.';
grant execute on function private.clock_skew_ms to service_role;

create function private.has_clock_off(in_rows jsonb, in_sent_at timestamptz) returns boolean
language plpgsql stable security invoker set search_path = '' as $$
declare
  oldest timestamptz := now() - make_interval(days => private.retention_days());
begin
  return coalesce(abs(extract(epoch from in_sent_at - now())) > 300, false) or exists (
    select from jsonb_to_recordset(in_rows) as sent (started_at timestamptz)
    where sent.started_at > now() + interval '5 minutes' or sent.started_at < oldest
  );
end
$$;
comment on function private.has_clock_off is 'Whether any row of a batch needs private.clock_skew_ms: hardly one batch ever does, and asking for each row costs.';

create function private.correct_executions(in_workspace uuid, in_rows jsonb, in_sent_at timestamptz) returns setof public.execution_history
language plpgsql security invoker set search_path = '' as $$
declare
  clock_is_off boolean := private.has_clock_off(in_rows, in_sent_at);
begin
  if clock_is_off then
    insert into private.corrected_executions (workspace_id, sent_id, id, skew_ms)
    select in_workspace, sent.id,
      -- The right time in front, the sender's own random bits behind.
      overlay(sent.id::text placing left(private.uuid_floor(sent.started_at - skew.ms * interval '1 millisecond')::text, 13) from 1 for 13)::uuid,
      skew.ms
    from jsonb_to_recordset(in_rows) as sent (id uuid, started_at timestamptz)
    cross join lateral (select private.clock_skew_ms(sent.started_at, in_sent_at)) as skew (ms)
    where skew.ms <> 0
    -- In one order, so that two senders of the same rows could never wait for each other in a circle.
    order by sent.id
    on conflict (workspace_id, sent_id) do nothing;
  end if;

  return query
  with sent as materialized (
    select * from jsonb_populate_recordset(null::public.execution_history, in_rows)
  )
  select distinct on (sent.id)
    in_workspace, coalesce(corrected.id, sent.id), sent.agent_id, sent.task_type,
    coalesce(sent.task_description, begun.task_description), sent.status,
    sent.started_at - coalesce(corrected.skew_ms, 0) * interval '1 millisecond',
    sent.finished_at - coalesce(corrected.skew_ms, 0) * interval '1 millisecond',
    sent.duration_ms, greatest(sent.attempt, begun.attempt, 1::smallint), coalesce(parent.id, sent.parent_id, begun.parent_id),
    coalesce(sent.trace_id, begun.trace_id), coalesce(sent.inputs, begun.inputs), sent.outputs,
    sent.error_type, sent.error_message, sent.error_details, coalesce(sent.model, begun.model),
    sent.input_tokens, sent.output_tokens, sent.cost_usd, coalesce(sent.tags, begun.tags), coalesce(sent.is_generated, false),
    corrected.skew_ms, now()
  from sent
  -- Of a start and a finish in one batch, the finish, and what only the start said.
  left join sent as begun on begun.id = sent.id and begun.status = 'running' and sent.status <> 'running'
  left join private.corrected_executions as corrected on corrected.workspace_id = in_workspace and corrected.sent_id = sent.id
  left join private.corrected_executions as parent
    on parent.workspace_id = in_workspace and parent.sent_id = coalesce(sent.parent_id, begun.parent_id)
  where not clock_is_off or private.clock_skew_ms(sent.started_at, in_sent_at) is not null
  order by sent.id, (sent.status = 'running');
end
$$;
comment on function private.correct_executions is 'The rows of a batch, each id once, with their times moved to this server''s clock.';
grant execute on function private.has_clock_off, private.correct_executions to service_role;
grant select, insert on private.corrected_executions to service_role;

create function private.raise_clock_alerts(in_workspace uuid, in_rows jsonb) returns jsonb
language plpgsql security invoker set search_path = '' as $$
declare
  skews jsonb := '[]';
  skew record;
begin
  for skew in
    select sent.agent_id, max(corrected.skew_ms) as ms
    from jsonb_to_recordset(in_rows) as sent (id uuid, agent_id text)
    join private.corrected_executions as corrected on corrected.workspace_id = in_workspace and corrected.sent_id = sent.id
    group by sent.agent_id
    order by sent.agent_id
  loop
    skews := skews || jsonb_build_object('agentId', skew.agent_id, 'skewMs', skew.ms);
    perform private.raise_alert(
      in_workspace, 'clock-skew:' || skew.agent_id, 'warning', 'clock_skew',
      format('The clock of %s is off', skew.agent_id),
      format('It is %s %s. Its times are shifted to this server''s clock until it is set right.',
        date_trunc('second', justify_interval(abs(skew.ms) * interval '1 millisecond')), case when skew.ms > 0 then 'ahead' else 'behind' end),
      'agent', skew.agent_id
    );
  end loop;
  return skews;
end
$$;
comment on function private.raise_clock_alerts is 'Tells the operators of each agent in a batch whose clock is off; returns what was told.';
grant execute on function private.raise_clock_alerts to service_role;
