-- Purpose: what an operator must know.
-- Risk: none; new table only.

create table public.alerts (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  fingerprint text not null,
  severity text not null constraint alerts_severity_known check (severity in ('critical', 'serious', 'warning', 'info')),
  kind text not null,
  title text not null,
  body text not null default '',
  subject_kind text not null,
  subject_id text not null,
  status text not null default 'open' constraint alerts_status_known check (status in ('open', 'acknowledged', 'resolved')),
  occurrences integer not null default 1,
  opened_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  acknowledged_at timestamptz,
  acknowledged_by uuid references auth.users (id) on delete set null,
  resolved_at timestamptz,
  primary key (workspace_id, id)
);
comment on table public.alerts is 'What an operator must know. While one of a fingerprint is not resolved, more of the same count up and open no second one.';
comment on column public.alerts.subject_kind is 'What it is about: agent, component, metric, plan ...; with subject_id, where a click leads.';
create unique index alerts_unresolved_fingerprint on public.alerts (workspace_id, fingerprint) where status <> 'resolved';
create index alerts_newest on public.alerts (workspace_id, opened_at desc);
create index alerts_acknowledged_by on public.alerts (acknowledged_by);

alter table public.alerts enable row level security;
revoke all on public.alerts from anon, authenticated;
grant select on public.alerts to authenticated;
grant update (status) on public.alerts to authenticated;
create policy "members see alerts" on public.alerts
  for select to authenticated
  using (workspace_id in (select private.my_workspace_ids()));
create policy "operators handle alerts" on public.alerts
  for update to authenticated
  using (status <> 'resolved' and workspace_id in (select private.my_workspace_ids('operator')))
  with check (status <> 'open' and workspace_id in (select private.my_workspace_ids('operator')));

-- Who and when are the database's to say, never the client's.
create function private.stamp_alert() returns trigger
language plpgsql security invoker set search_path = '' as $$
begin
  if (select auth.uid()) is not null and new.acknowledged_at is null then
    new.acknowledged_at := now();
    new.acknowledged_by := (select auth.uid());
  end if;
  if new.status = 'resolved' then
    new.resolved_at := now();
  end if;
  return new;
end
$$;
create trigger alerts_stamp before update of status on public.alerts
  for each row when (old.status is distinct from new.status) execute function private.stamp_alert();

create function private.raise_alert(
  in_workspace uuid, in_fingerprint text, in_severity text, in_kind text,
  in_title text, in_body text, in_subject_kind text, in_subject_id text
) returns uuid
language sql security invoker set search_path = '' as $$
  insert into public.alerts as alert (workspace_id, fingerprint, severity, kind, title, body, subject_kind, subject_id)
  values (in_workspace, in_fingerprint, in_severity, in_kind, in_title, in_body, in_subject_kind, in_subject_id)
  on conflict (workspace_id, fingerprint) where status <> 'resolved' do update set
    occurrences = alert.occurrences + 1, last_seen_at = now(), body = excluded.body
  returning id
$$;
comment on function private.raise_alert is 'Opens an alert, or counts one more of an unresolved one.';
grant execute on function private.raise_alert to service_role;

create function public.handle_alert(p_workspace_id uuid, p_id uuid, p_status text) returns text
language plpgsql security invoker set search_path = '' as $$
declare
  outcome text;
begin
  perform private.require_role(p_workspace_id, 'operator');
  if p_status is null or p_status not in ('acknowledged', 'resolved') then
    raise exception using errcode = '22023', message = format('An alert is acknowledged or resolved, not %s.', coalesce(p_status, 'null'));
  end if;
  -- One conditional update, so that two operators, or a double click, act once.
  update public.alerts set status = p_status
  where workspace_id = p_workspace_id and id = p_id
    and (status = 'open' or (status = 'acknowledged' and p_status = 'resolved'));
  select status into outcome from public.alerts where workspace_id = p_workspace_id and id = p_id;
  return outcome;
end
$$;
comment on function public.handle_alert is 'Acknowledges or resolves an alert and returns its status afterwards; null when there is none. Operators only.';
revoke execute on function public.handle_alert from public, anon;

-- Definer, because it writes the audit log.
create function private.audit_alert() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.record_audit(new.workspace_id, 'alert.' || new.status, 'alert', new.id::text, null, jsonb_build_object('title', new.title));
  return null;
end
$$;
create trigger alerts_audit after update of status on public.alerts
  for each row when (old.status is distinct from new.status) execute function private.audit_alert();
