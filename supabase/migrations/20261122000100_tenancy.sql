-- Purpose: workspaces, their members and roles; who did what.
-- Risk: none; new tables only.

create schema if not exists private;
comment on schema private is 'Functions and tables that the API does not expose.';
grant usage on schema private to authenticated, service_role;
-- Functions are callable by everybody unless told otherwise; from here on, each says who may call it.
alter default privileges revoke execute on functions from public;

create table public.workspaces (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique constraint workspaces_slug_form check (slug ~ '^[a-z0-9][a-z0-9-]{0,47}$'),
  name text not null constraint workspaces_name_length check (length(name) between 1 and 80),
  owner_id uuid not null references auth.users (id),
  is_demo boolean not null default false,
  settings jsonb not null default '{}',
  created_at timestamptz not null default now()
);
comment on table public.workspaces is 'A tenant: one fleet of agents and the people who operate it. Its id is in every other key.';
comment on column public.workspaces.is_demo is 'Filled by the demo fleet of the embedded stack.';
alter table public.workspaces enable row level security;
create index workspaces_owner_id on public.workspaces (owner_id);

create table public.workspace_members (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  role text not null constraint workspace_members_role_known check (role in ('viewer', 'operator', 'admin')),
  display_name text not null constraint workspace_members_display_name_length check (length(display_name) between 1 and 80),
  created_at timestamptz not null default now(),
  primary key (workspace_id, user_id)
);
comment on table public.workspace_members is 'Who may enter a workspace: a viewer reads, an operator also acts, an admin also manages.';
alter table public.workspace_members enable row level security;
create index workspace_members_user_id on public.workspace_members (user_id);

-- Definer, because a policy on workspace_members that reads workspace_members would recurse.
create function private.my_workspace_ids(minimum_role text default 'viewer') returns setof uuid
language sql stable security definer set search_path = '' as $$
  select member.workspace_id
  from public.workspace_members as member
  where member.user_id = (select auth.uid())
    and case minimum_role
      when 'viewer' then true
      when 'operator' then member.role in ('operator', 'admin')
      when 'admin' then member.role = 'admin'
      else false
    end
$$;
comment on function private.my_workspace_ids is 'The workspaces in which the caller has at least this role, as a set, so that policies evaluate it once.';
grant execute on function private.my_workspace_ids to authenticated, service_role;

-- An update that row-level security hides changes nothing and says nothing; an action says 403 instead.
create function private.require_role(in_workspace uuid, minimum_role text) returns void
language plpgsql stable security invoker set search_path = '' as $$
begin
  if in_workspace is null or not exists (
    select from private.my_workspace_ids(minimum_role) as mine (id) where mine.id = in_workspace
  ) then
    raise exception using
      errcode = '42501',
      message = format('This needs the role %s in the workspace.', minimum_role);
  end if;
end
$$;
grant execute on function private.require_role to authenticated, service_role;

create table public.audit_log (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  recorded_at timestamptz not null default now(),
  actor_id uuid,
  action text not null,
  target_kind text not null,
  target_id text not null,
  reason text,
  details jsonb not null default '{}',
  primary key (workspace_id, id)
);
comment on table public.audit_log is 'Who did what, when, to what, and why. Written by database functions only; nobody edits it.';
comment on column public.audit_log.actor_id is 'The signed-in person; null when the system acted by itself.';
alter table public.audit_log enable row level security;
create index audit_log_recorded_at on public.audit_log (workspace_id, recorded_at desc);

-- Definer, because clients have no insert policy: an audit entry is a side effect, never a request.
create function private.record_audit(
  in_workspace uuid, in_action text, in_target_kind text, in_target_id text,
  in_reason text default null, in_details jsonb default '{}'
) returns void
language sql security definer set search_path = '' as $$
  insert into public.audit_log (workspace_id, actor_id, action, target_kind, target_id, reason, details)
  values (in_workspace, (select auth.uid()), in_action, in_target_kind, in_target_id, in_reason, in_details)
$$;
comment on function private.record_audit is 'Appends to the audit log in the caller''s name. Called by triggers only, so no client role may execute it.';
revoke execute on function private.record_audit from public, anon, authenticated;
