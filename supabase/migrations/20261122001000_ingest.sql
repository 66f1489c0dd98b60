-- Purpose: one call takes a batch of executions from an API key: authenticate, register agents, store once.
-- Risk: this is the write path of every agent.

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
grant execute on function private.workspace_of_key to service_role;

-- `on conflict do update` would lock the row of every agent of every batch, and so make senders wait for each other.
create function private.note_agents(in_workspace uuid, in_rows jsonb) returns void
language plpgsql security invoker set search_path = '' as $$
declare
  seen record;
begin
  for seen in
    select distinct sent.agent_id, sent.task_type
    from jsonb_to_recordset(in_rows) as sent (agent_id text, task_type text)
    left join public.agent_capabilities as known
      on known.workspace_id = in_workspace and known.agent_id = sent.agent_id and known.task_type = sent.task_type
    where known.agent_id is null
    order by sent.agent_id, sent.task_type
  loop
    insert into public.agents (workspace_id, id) values (in_workspace, seen.agent_id) on conflict do nothing;
    insert into public.agent_capabilities (workspace_id, agent_id, task_type)
    values (in_workspace, seen.agent_id, seen.task_type) on conflict do nothing;
  end loop;
  -- To ten seconds, and not at all while another batch is at the same.
  update public.agents set last_seen_at = now()
  where (workspace_id, id) in (
    select stale.workspace_id, stale.id
    from public.agents as stale
    where stale.workspace_id = in_workspace and stale.last_seen_at < now() - interval '10 seconds'
      and stale.id in (select sent.agent_id from jsonb_to_recordset(in_rows) as sent (agent_id text))
    order by stale.id
    for update skip locked
  );
end
$$;
comment on function private.note_agents is 'Registers new agents and their task types, and notes when the known ones were last seen.';
grant execute on function private.note_agents to service_role;

create function public.ingest_executions(
  p_key_hash text, p_rows text, p_sent_at timestamptz default null, p_workspace_id uuid default null
) returns jsonb
language plpgsql security invoker set search_path = '' as $$
declare
  -- Text, so that what stands between the sender and this function need not read it.
  sent_rows jsonb := p_rows;
  workspace uuid := private.workspace_of_key(p_key_hash, p_workspace_id);
  stored integer;
  skewed jsonb := '[]';
  expired jsonb := '[]';
begin
  if workspace is null then
    return jsonb_build_object('kind', 'unauthorized');
  end if;
  perform private.note_agents(workspace, sent_rows);
  insert into public.execution_history as known
  select * from private.correct_executions(workspace, sent_rows, p_sent_at)
  on conflict (workspace_id, id) do update set
    status = excluded.status, finished_at = excluded.finished_at, duration_ms = excluded.duration_ms, outputs = excluded.outputs,
    error_type = excluded.error_type, error_message = excluded.error_message, error_details = excluded.error_details,
    received_at = excluded.received_at, attempt = greatest(known.attempt, excluded.attempt),
    -- A finish need not repeat what the start said.
    task_description = coalesce(excluded.task_description, known.task_description), inputs = coalesce(excluded.inputs, known.inputs),
    parent_id = coalesce(excluded.parent_id, known.parent_id), trace_id = coalesce(excluded.trace_id, known.trace_id),
    model = coalesce(excluded.model, known.model), tags = coalesce(excluded.tags, known.tags),
    input_tokens = coalesce(excluded.input_tokens, known.input_tokens), output_tokens = coalesce(excluded.output_tokens, known.output_tokens),
    cost_usd = coalesce(excluded.cost_usd, known.cost_usd)
  where known.status = 'running' and excluded.status <> 'running';
  get diagnostics stored = row_count;

  if private.has_clock_off(sent_rows, p_sent_at) then
    select coalesce(jsonb_agg(sent.position - 1), '[]') into expired
    from jsonb_array_elements(sent_rows) with ordinality as sent (execution, position)
    where private.clock_skew_ms((sent.execution ->> 'started_at')::timestamptz, p_sent_at) is null;
    -- Children that came before their parent know it by the id that was sent.
    update public.execution_history as child set parent_id = corrected.id
    from private.corrected_executions as corrected
    where corrected.workspace_id = workspace and child.workspace_id = workspace and child.parent_id = corrected.sent_id
      and corrected.sent_id in (select sent.id from jsonb_to_recordset(sent_rows) as sent (id uuid));
    skewed := private.raise_clock_alerts(workspace, sent_rows);
  end if;
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
