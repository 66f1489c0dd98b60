-- Purpose: every execution, in daily partitions that retention drops.
-- Risk: none; new tables only.

create schema if not exists partitions;
comment on schema partitions is 'Holds partitions, out of the API''s reach: a partition would not ask the parent''s policies.';

create table private.settings (
  name text primary key,
  value text not null
);
comment on table private.settings is 'Settings of the whole installation, under the names of the environment variables that set them.';
alter table private.settings enable row level security;
insert into private.settings (name, value) values ('EXECUTION_HISTORY_RETENTION_DAYS', '90');

create table public.execution_history (
  workspace_id uuid not null,
  id uuid not null,
  agent_id text not null,
  task_type text not null,
  task_description text,
  status text not null constraint execution_history_status_known check (status in ('running', 'succeeded', 'failed', 'cancelled')),
  started_at timestamptz not null,
  finished_at timestamptz,
  duration_ms double precision constraint execution_history_duration_sign check (duration_ms >= 0 and duration_ms < 'infinity'),
  attempt smallint not null default 1 constraint execution_history_attempt_positive check (attempt > 0),
  parent_id uuid,
  trace_id uuid,
  inputs jsonb,
  outputs jsonb,
  error_type text,
  error_message text,
  error_details jsonb,
  model text,
  input_tokens integer constraint execution_history_input_tokens_sign check (input_tokens >= 0),
  output_tokens integer constraint execution_history_output_tokens_sign check (output_tokens >= 0),
  cost_usd numeric(18, 9) constraint execution_history_cost_sign check (cost_usd >= 0),
  tags jsonb,
  is_generated boolean not null default false,
  clock_skew_ms bigint,
  received_at timestamptz not null default now(),
  primary key (workspace_id, id),
  constraint execution_history_finished_when_ended check ((status = 'running') = (finished_at is null))
) partition by range (id);
comment on table public.execution_history is
  'Every execution of every agent. The id is a UUIDv7 made by the sender: it orders rows by start, makes a repeated batch harmless, and is the partition key.';
comment on column public.execution_history.attempt is 'Which try at the same work this is, from 1.';
comment on column public.execution_history.trace_id is 'W3C trace id; its 16 bytes are kept as a uuid.';
comment on column public.execution_history.is_generated is 'Made by the demo''s causal model, not reported by an agent.';
comment on column public.execution_history.clock_skew_ms is 'How far the sender''s clock was ahead (negative: behind). Its times were shifted by as much.';

-- No foreign key to agents or workspaces: ingest registers the agent in the same transaction, and a
-- check per row would cost more than the row. Newest first within one agent:
create index execution_history_agent on public.execution_history (workspace_id, agent_id, id);
create index execution_history_unsuccessful on public.execution_history (workspace_id, status, id) where status <> 'succeeded';
create index execution_history_parent on public.execution_history (workspace_id, parent_id) where parent_id is not null;
create index execution_history_generated on public.execution_history (workspace_id) where is_generated;
create index execution_history_words on public.execution_history using gin (
  to_tsvector('simple', coalesce(task_description, '') || ' ' || coalesce(error_type, '') || ' ' || coalesce(error_message, ''))
);

alter table public.execution_history enable row level security;
revoke all on public.execution_history from anon, authenticated;
grant select, delete on public.execution_history to authenticated;
create policy "members see executions" on public.execution_history
  for select to authenticated
  using (workspace_id in (select private.my_workspace_ids()));
create policy "operators remove generated executions" on public.execution_history
  for delete to authenticated
  using (is_generated and workspace_id in (select private.my_workspace_ids('operator')));

-- Takes what no daily partition covers, so that a row can never be refused for its date.
create table partitions.execution_history_default partition of public.execution_history default;
alter table partitions.execution_history_default enable row level security;

create function private.uuid_floor(at timestamptz) returns uuid
language sql immutable parallel safe set search_path = '' as $$
  select rpad(lpad(to_hex(floor(extract(epoch from greatest(at, 'epoch')) * 1000)::bigint), 12, '0'), 32, '0')::uuid
$$;
comment on function private.uuid_floor is 'The smallest UUIDv7 of an instant: 48 bits of milliseconds, then zeros (RFC 9562).';
grant execute on function private.uuid_floor to authenticated, service_role;

create function private.retention_days() returns integer
language sql stable security definer set search_path = '' as $$
  select value::integer from private.settings where name = 'EXECUTION_HISTORY_RETENTION_DAYS'
$$;
comment on function private.retention_days is 'How many days of executions are kept. Definer, so that callers need not read the settings.';
grant execute on function private.retention_days to authenticated, service_role;
