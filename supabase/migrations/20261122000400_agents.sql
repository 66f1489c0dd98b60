-- Purpose: the fleet.
-- Risk: none; new tables only.

create table public.agents (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  id text not null constraint agents_id_form check (length(id) between 1 and 120),
  description text not null default '',
  endpoint_url text,
  max_concurrency integer constraint agents_max_concurrency_positive check (max_concurrency > 0),
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
comment on table public.agents is 'An agent that has reported at least once, or was registered.';
comment on column public.agents.id is 'The name that the agent calls itself, such as email-agent.';
comment on column public.agents.endpoint_url is 'How the agent is reached; null when it can only be waited for.';
comment on column public.agents.max_concurrency is 'How many executions it takes at once; null when it never said.';

create table public.agent_capabilities (
  workspace_id uuid not null,
  agent_id text not null,
  task_type text not null constraint agent_capabilities_task_type_form check (length(task_type) between 1 and 120),
  typical_cost_usd numeric(18, 9) constraint agent_capabilities_typical_cost_sign check (typical_cost_usd >= 0),
  first_seen_at timestamptz not null default now(),
  primary key (workspace_id, agent_id, task_type),
  foreign key (workspace_id, agent_id) references public.agents (workspace_id, id) on delete cascade
);
comment on table public.agent_capabilities is 'The task types that an agent can do, declared or seen.';
comment on column public.agent_capabilities.typical_cost_usd is 'What the agent says one execution costs, in US dollars; null when it never said.';

alter table public.agents enable row level security;
alter table public.agent_capabilities enable row level security;
revoke all on public.agents, public.agent_capabilities from anon, authenticated;
grant select on public.agents, public.agent_capabilities to authenticated;
grant update (description) on public.agents to authenticated;

create policy "members see the agents" on public.agents
  for select to authenticated
  using (workspace_id in (select private.my_workspace_ids()));
create policy "operators describe agents" on public.agents
  for update to authenticated
  using (workspace_id in (select private.my_workspace_ids('operator')))
  with check (workspace_id in (select private.my_workspace_ids('operator')));
create policy "members see what agents can do" on public.agent_capabilities
  for select to authenticated
  using (workspace_id in (select private.my_workspace_ids()));
