-- Purpose: row-level security of the tenancy tables, the founding admin, and the audit of membership.
-- Risk: none; the tables are new.

revoke all on public.workspaces, public.workspace_members, public.audit_log from anon, authenticated;
grant select on public.workspaces, public.workspace_members, public.audit_log to authenticated;
grant insert (slug, name, owner_id) on public.workspaces to authenticated;
grant update (slug, name, settings) on public.workspaces to authenticated;
grant insert, update (role, display_name), delete on public.workspace_members to authenticated;

create policy "members see their workspaces" on public.workspaces
  for select to authenticated
  using (id in (select private.my_workspace_ids()));
create policy "anyone signed in founds a workspace of their own" on public.workspaces
  for insert to authenticated
  with check (owner_id = (select auth.uid()));
create policy "admins change their workspace" on public.workspaces
  for update to authenticated
  using (id in (select private.my_workspace_ids('admin')))
  with check (id in (select private.my_workspace_ids('admin')));

create policy "members see their colleagues" on public.workspace_members
  for select to authenticated
  using (workspace_id in (select private.my_workspace_ids()));
create policy "admins add members" on public.workspace_members
  for insert to authenticated
  with check (workspace_id in (select private.my_workspace_ids('admin')));
create policy "admins change members" on public.workspace_members
  for update to authenticated
  using (workspace_id in (select private.my_workspace_ids('admin')))
  with check (workspace_id in (select private.my_workspace_ids('admin')));
create policy "admins remove members" on public.workspace_members
  for delete to authenticated
  using (workspace_id in (select private.my_workspace_ids('admin')));

create policy "members read the audit log" on public.audit_log
  for select to authenticated
  using (workspace_id in (select private.my_workspace_ids()));

-- Definer, because the founder is not yet an admin who could add a member.
create function private.admit_founder() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.workspace_members (workspace_id, user_id, role, display_name)
  select new.id, new.owner_id, 'admin', coalesce(nullif(split_part(founder.email, '@', 1), ''), 'founder')
  from auth.users as founder
  where founder.id = new.owner_id;
  return new;
end
$$;
create trigger workspaces_admit_founder after insert on public.workspaces
  for each row execute function private.admit_founder();

-- Definer, because it writes the audit log.
create function private.audit_membership() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  changed public.workspace_members := coalesce(new, old);
begin
  -- A workspace that is being removed takes its audit log with it.
  if exists (select from public.workspaces where id = changed.workspace_id) then
    perform private.record_audit(
      changed.workspace_id,
      case tg_op when 'INSERT' then 'member.added' when 'DELETE' then 'member.removed' else 'member.changed' end,
      'member', changed.user_id::text, null,
      jsonb_build_object('from', case when tg_op <> 'INSERT' then old.role end, 'to', case when tg_op <> 'DELETE' then new.role end)
    );
  end if;
  return changed;
end
$$;
create trigger workspace_members_audit after insert or update or delete on public.workspace_members
  for each row execute function private.audit_membership();

-- Definer, because it must count every admin, whatever the caller may see.
create function private.keep_an_admin() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- The lock makes two admins who demote each other at the same time wait for one another.
  perform 1 from public.workspaces where id = old.workspace_id for update;
  if found and not exists (
    select from public.workspace_members where workspace_id = old.workspace_id and role = 'admin'
  ) then
    raise exception using errcode = '23514', message = 'A workspace keeps at least one admin.';
  end if;
  return null;
end
$$;
create trigger workspace_members_keep_an_admin after update or delete on public.workspace_members
  for each row when (old.role = 'admin') execute function private.keep_an_admin();
