-- Purpose: groups of failures that say the same: templates, which execution belongs to which, and counts over time.
-- Risk: none; new tables only.

create table public.error_templates (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  id text not null constraint error_templates_id_length check (length(id) between 1 and 200),
  text text not null,
  miner jsonb not null,
  merged_into text,
  example_message text not null,
  example_type text,
  example_execution_id uuid not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  last_started_at timestamptz not null,
  occurrence_count bigint not null default 0,
  state text not null default 'open' constraint error_templates_state_known check (state in ('open', 'resolved', 'ignored', 'back')),
  state_changed_at timestamptz not null default now(),
  state_changed_by uuid references auth.users (id) on delete set null,
  state_reason text constraint error_templates_state_reason_length check (length(state_reason) between 1 and 500),
  ignore_until_at timestamptz,
  ignore_until_count integer constraint error_templates_ignore_count_range check (ignore_until_count between 1 and 10000),
  ignore_until_rate_per_hour integer constraint error_templates_ignore_rate_range check (ignore_until_rate_per_hour between 1 and 100000),
  assignee_id uuid,
  before_action jsonb,
  burst_since timestamptz,
  revision integer not null default 0,
  primary key (workspace_id, id),
  foreign key (workspace_id, assignee_id) references public.workspace_members (workspace_id, user_id) on delete set null (assignee_id),
  constraint error_templates_one_end_of_ignoring check (num_nonnulls(ignore_until_at, ignore_until_count, ignore_until_rate_per_hour) <= 1)
);
comment on table public.error_templates is
  'A group of failures that say the same, by their template: the message with what varies masked. With what operators decided of it.';
comment on column public.error_templates.miner is 'The template as the miner wants it back, to recognise more of the same.';
comment on column public.error_templates.merged_into is 'The group that this one turned out to be part of, and that has its occurrences now; kept so that old links lead there.';
comment on column public.error_templates.last_started_at is 'Start of the youngest occurrence: one that began before the group was resolved does not bring it back.';
comment on column public.error_templates.ignore_until_count is 'How many executions that start after it was ignored may fail like this.';
comment on column public.error_templates.before_action is 'What an operator''s last action replaced, so that it can be taken back.';
comment on column public.error_templates.burst_since is 'Since when more than the burst rule''s level; null while less than its clear level.';
comment on column public.error_templates.revision is 'Counts what was decided, by whomever: an action names the revision that it saw.';
create index error_templates_assignee on public.error_templates (workspace_id, assignee_id);
create index error_templates_state_changed_by on public.error_templates (state_changed_by);
create index error_templates_merged_into on public.error_templates (workspace_id, merged_into) where merged_into is not null;
-- What may change by itself: see public.read_error_watch.
create index error_templates_decided on public.error_templates (workspace_id) where state in ('resolved', 'ignored') or burst_since is not null;
create index error_templates_last_seen on public.error_templates (last_seen_at);

alter table public.error_templates enable row level security;
revoke all on public.error_templates from anon, authenticated;
grant select on public.error_templates to authenticated;
grant update (state, state_reason, ignore_until_at, ignore_until_count, ignore_until_rate_per_hour, assignee_id)
  on public.error_templates to authenticated;
create policy "members see error groups" on public.error_templates
  for select to authenticated
  using (workspace_id in (select private.my_workspace_ids()));
create policy "operators handle error groups" on public.error_templates
  for update to authenticated
  using (workspace_id in (select private.my_workspace_ids('operator')))
  with check (workspace_id in (select private.my_workspace_ids('operator')));

create table public.error_occurrences (
  workspace_id uuid not null,
  execution_id uuid not null,
  template_id text not null,
  agent_id text not null,
  task_type text not null,
  started_at timestamptz not null,
  occurred_at timestamptz not null,
  primary key (workspace_id, execution_id)
) partition by range (execution_id);
comment on table public.error_occurrences is
  'Which group a failed execution belongs to, and as what it was counted. Partitioned like execution_history, so that retention drops both.';
create index error_occurrences_template on public.error_occurrences (workspace_id, template_id, execution_id);

alter table public.error_occurrences enable row level security;
revoke all on public.error_occurrences from anon, authenticated;
grant select on public.error_occurrences to authenticated;
create policy "members see error occurrences" on public.error_occurrences
  for select to authenticated
  using (workspace_id in (select private.my_workspace_ids()));

-- Takes what no daily partition covers.
create table partitions.error_occurrences_default partition of public.error_occurrences default;
alter table partitions.error_occurrences_default enable row level security;
insert into private.partitioned_tables (name, key_column, key_kind) values ('error_occurrences', 'execution_id', 'uuid');
select private.ensure_partitions('error_occurrences', (now() at time zone 'utc')::date - private.retention_days(), (now() at time zone 'utc')::date + 7);

create table public.error_rollups (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  resolution text not null constraint error_rollups_resolution_known check (resolution in ('minute', 'hour', 'day')),
  bucket_at timestamptz not null,
  template_id text not null,
  agent_id text not null,
  task_type text not null,
  occurrences integer not null,
  primary key (workspace_id, resolution, bucket_at, template_id, agent_id, task_type)
);
comment on table public.error_rollups is 'Occurrences of each error group per agent and task type, by the time they ended (UTC). Lists read this and never scan history.';
create index error_rollups_template on public.error_rollups (workspace_id, template_id, resolution, bucket_at);

alter table public.error_rollups enable row level security;
revoke all on public.error_rollups from anon, authenticated;
grant select on public.error_rollups to authenticated;
create policy "members see error rollups" on public.error_rollups
  for select to authenticated
  using (workspace_id in (select private.my_workspace_ids()));

create table private.error_learners (
  workspace_id uuid primary key references public.workspaces (id) on delete cascade,
  version bigint not null default 0
);
comment on table private.error_learners is
  'Counts the slices that were learnt of a workspace. A learner stores only what it learnt from the version that stands, so two of them never learn the same twice.';
alter table private.error_learners enable row level security;

create index audit_log_target on public.audit_log (workspace_id, target_kind, target_id, recorded_at desc);
