-- Purpose: the keys by which agents report.
-- Risk: none; new table only.

create table public.api_keys (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  name text not null constraint api_keys_name_length check (length(name) between 1 and 80),
  prefix text not null,
  key_hash text not null unique,
  created_by uuid references auth.users (id) on delete set null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id)
);
comment on table public.api_keys is 'A secret that lets an agent report into one workspace. Stored as a hash, shown once.';
comment on column public.api_keys.key_hash is 'SHA-256 of the key, hexadecimal. A key has 244 random bits, so a slow hash would add nothing.';
comment on column public.api_keys.last_used_at is 'To the minute.';
create index api_keys_created_by on public.api_keys (created_by);

alter table public.api_keys enable row level security;
revoke all on public.api_keys from anon, authenticated;
-- Everything but the hash, which no client needs.
grant select (workspace_id, id, name, prefix, created_by, created_at, last_used_at, revoked_at) on public.api_keys to authenticated;
grant insert (workspace_id, name, prefix, key_hash, created_by) on public.api_keys to authenticated;
grant update (name, revoked_at) on public.api_keys to authenticated;

create policy "members see the keys" on public.api_keys
  for select to authenticated
  using (workspace_id in (select private.my_workspace_ids()));
create policy "admins make keys" on public.api_keys
  for insert to authenticated
  with check (workspace_id in (select private.my_workspace_ids('admin')) and created_by = (select auth.uid()));
-- Not a revoked one: that is over for good.
create policy "admins rename and revoke keys" on public.api_keys
  for update to authenticated
  using (revoked_at is null and workspace_id in (select private.my_workspace_ids('admin')))
  with check (workspace_id in (select private.my_workspace_ids('admin')));

create function public.create_api_key(p_workspace_id uuid, p_name text) returns text
language plpgsql security invoker set search_path = '' as $$
declare
  -- Two version 4 UUIDs hold 244 random bits from the server's own strong source.
  made text := 'wv_' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
begin
  perform private.require_role(p_workspace_id, 'admin');
  insert into public.api_keys (workspace_id, name, prefix, key_hash, created_by)
  values (p_workspace_id, p_name, left(made, 11), encode(sha256(convert_to(made, 'UTF8')), 'hex'), (select auth.uid()));
  return made;
end
$$;
comment on function public.create_api_key is 'Makes a key and returns it, the only time that it can be seen. Admins only.';

create function public.revoke_api_key(p_workspace_id uuid, p_id uuid) returns void
language plpgsql security invoker set search_path = '' as $$
begin
  perform private.require_role(p_workspace_id, 'admin');
  update public.api_keys set revoked_at = now() where workspace_id = p_workspace_id and id = p_id and revoked_at is null;
end
$$;
comment on function public.revoke_api_key is 'Ends a key at once and for good. Admins only; a second call changes nothing.';

revoke execute on function public.create_api_key, public.revoke_api_key from public, anon;

-- Definer, because it writes the audit log.
create function private.audit_api_key() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.record_audit(
    new.workspace_id,
    case when tg_op = 'INSERT' then 'api_key.created' else 'api_key.revoked' end,
    'api_key', new.id::text, null, jsonb_build_object('name', new.name, 'prefix', new.prefix)
  );
  return null;
end
$$;
create trigger api_keys_audit_created after insert on public.api_keys
  for each row execute function private.audit_api_key();
create trigger api_keys_audit_revoked after update of revoked_at on public.api_keys
  for each row when (old.revoked_at is null and new.revoked_at is not null) execute function private.audit_api_key();
