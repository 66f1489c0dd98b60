-- Purpose: one call takes a batch of executions from an API key: authenticate, correct clocks, store once.
-- Risk: this is the write path of every agent.

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

create function private.workspace_of_key(in_key_hash text, in_workspace uuid) returns uuid
language plpgsql security invoker set search_path = '' as $$
declare
  found_key public.api_keys;
begin
  select * into found_key from public.api_keys where key_hash = in_key_hash and revoked_at is null;
  if found_key.id is null or (in_workspace is not null and in_workspace <> found_key.workspace_id) then
    return null;
  end if;
  -- To the minute, so that a busy key is not one row that every batch rewrites.
  update public.api_keys set last_used_at = now()
  where workspace_id = found_key.workspace_id and id = found_key.id
    and (last_used_at is null or last_used_at < now() - interval '1 minute');
  return found_key.workspace_id;
end
$$;
comment on function private.workspace_of_key is 'The workspace of a live key; null for a wrong, revoked or foreign one.';

-- What a row's clock tells: how far it is ahead of ours in ms, 0 while within tolerance, null for a row that is honestly too old.
create function private.clock_skew_ms(row_started_at timestamptz, batch_sent_at timestamptz) returns bigint
language sql stable set search_path = '' as $$
  select case
    when abs(extract(epoch from batch_sent_at - now())) > 300 then round(extract(epoch from batch_sent_at - now()) * 1000)::bigint
    when row_started_at > now() + interval '5 minutes' then round(extract(epoch from row_started_at - now()) * 1000)::bigint
    when row_started_at >= now() - make_interval(days => private.retention_days()) then 0
    when batch_sent_at is null then round(extract(epoch from row_started_at - now()) * 1000)::bigint
  end
$$;
comment on function private.clock_skew_ms is 'Five minutes are tolerated: queues and spools make honest rows late, never early.';
grant execute on function private.clock_skew_ms, private.workspace_of_key to service_role;

create function private.correct_executions(in_workspace uuid, in_rows jsonb, in_sent_at timestamptz) returns setof public.execution_history
language plpgsql security invoker set search_path = '' as $$
begin
  insert into private.corrected_executions (workspace_id, sent_id, id, skew_ms)
  select in_workspace, sent.id,
    -- The right time in front, the sender's own random bits behind.
    overlay(sent.id::text placing left(private.uuid_floor(sent.started_at - skew.ms * interval '1 millisecond')::text, 13) from 1 for 13)::uuid,
    skew.ms
  from jsonb_to_recordset(in_rows) as sent (id uuid, started_at timestamptz)
  cross join lateral (select private.clock_skew_ms(sent.started_at, in_sent_at)) as skew (ms)
  where skew.ms <> 0
  on conflict (workspace_id, sent_id) do nothing;

  return query
  select distinct on (sent.id)
    in_workspace, coalesce(corrected.id, sent.id), sent.agent_id, sent.task_type, sent.task_description, sent.status,
    sent.started_at - coalesce(corrected.skew_ms, 0) * interval '1 millisecond',
    sent.finished_at - coalesce(corrected.skew_ms, 0) * interval '1 millisecond',
    sent.duration_ms, coalesce(sent.attempt, 1::smallint), coalesce(parent.id, sent.parent_id), sent.trace_id,
    sent.inputs, sent.outputs, sent.error_type, sent.error_message, sent.error_details, sent.model,
    sent.input_tokens, sent.output_tokens, sent.cost_usd, sent.tags, coalesce(sent.is_generated, false),
    corrected.skew_ms, now()
  from jsonb_populate_recordset(null::public.execution_history, in_rows) as sent
  left join private.corrected_executions as corrected on corrected.workspace_id = in_workspace and corrected.sent_id = sent.id
  left join private.corrected_executions as parent on parent.workspace_id = in_workspace and parent.sent_id = sent.parent_id
  where private.clock_skew_ms(sent.started_at, in_sent_at) is not null
  -- Of a start and a finish in one batch, the finish.
  order by sent.id, (sent.status = 'running');
end
$$;
comment on function private.correct_executions is 'The rows of a batch, each id once, with their times moved to this server''s clock.';
grant execute on function private.correct_executions to service_role;
grant select, insert on private.corrected_executions to service_role;

create function public.ingest_executions(
  p_key_hash text, p_rows jsonb, p_sent_at timestamptz default null, p_workspace_id uuid default null
) returns jsonb
language plpgsql security invoker set search_path = '' as $$
declare
  workspace uuid := private.workspace_of_key(p_key_hash, p_workspace_id);
  stored integer;
  skewed jsonb;
  expired jsonb;
begin
  if workspace is null then
    return jsonb_build_object('kind', 'unauthorized');
  end if;
  insert into public.agents as agent (workspace_id, id)
  select distinct workspace, sent ->> 'agent_id' from jsonb_array_elements(p_rows) as sent order by 2
  on conflict (workspace_id, id) do update set last_seen_at = now() where agent.last_seen_at < now() - interval '10 seconds';
  insert into public.agent_capabilities (workspace_id, agent_id, task_type)
  select distinct workspace, sent ->> 'agent_id', sent ->> 'task_type' from jsonb_array_elements(p_rows) as sent order by 2, 3
  on conflict do nothing;

  insert into public.execution_history as known
  select * from private.correct_executions(workspace, p_rows, p_sent_at)
  on conflict (workspace_id, id) do update set
    status = excluded.status, finished_at = excluded.finished_at, duration_ms = excluded.duration_ms, attempt = excluded.attempt,
    outputs = excluded.outputs, error_type = excluded.error_type, error_message = excluded.error_message,
    error_details = excluded.error_details, model = excluded.model, input_tokens = excluded.input_tokens,
    output_tokens = excluded.output_tokens, cost_usd = excluded.cost_usd, tags = excluded.tags, received_at = excluded.received_at
  where known.status = 'running' and excluded.status <> 'running';
  get diagnostics stored = row_count;

  select coalesce(jsonb_agg(sent.position - 1), '[]') into expired
  from jsonb_array_elements(p_rows) with ordinality as sent (execution, position)
  where private.clock_skew_ms((sent.execution ->> 'started_at')::timestamptz, p_sent_at) is null;
  select coalesce(jsonb_agg(jsonb_build_object('agentId', skew.agent_id, 'skewMs', skew.ms)), '[]') into skewed
  from (
    select sent ->> 'agent_id' as agent_id, max(corrected.skew_ms) as ms
    from jsonb_array_elements(p_rows) as sent
    join private.corrected_executions as corrected on corrected.workspace_id = workspace and corrected.sent_id = (sent ->> 'id')::uuid
    group by sent ->> 'agent_id'
  ) as skew;
  perform private.raise_alert(
    workspace, 'clock-skew:' || (skew ->> 'agentId'), 'warning', 'clock_skew',
    format('The clock of %s is off', skew ->> 'agentId'),
    format('It is %s s %s. Its times are shifted to this server''s clock until it is set right.',
      round(abs((skew ->> 'skewMs')::numeric) / 1000), case when (skew ->> 'skewMs')::numeric > 0 then 'ahead' else 'behind' end),
    'agent', skew ->> 'agentId'
  )
  from jsonb_array_elements(skewed) as skew;
  return jsonb_build_object(
    'kind', 'stored', 'workspaceId', workspace, 'stored', stored, 'clockSkews', skewed,
    'expired', expired, 'retentionDays', private.retention_days()
  );
end
$$;
comment on function public.ingest_executions is
  'Stores a validated batch under the key''s workspace. Ended executions are never changed again, so the same batch twice is one batch.';
revoke execute on function public.ingest_executions from public, anon, authenticated;
grant execute on function public.ingest_executions to service_role;
