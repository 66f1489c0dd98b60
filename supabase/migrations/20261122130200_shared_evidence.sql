-- Purpose: workspaces of one owner may lend each other their evidence, as counts and nothing else, where an admin of each said so.
-- Risk: reads across workspaces. Off unless switched on in both; only agents and task types that the asking workspace knows itself.

alter table public.workspaces add column shares_evidence boolean not null default false;
comment on column public.workspaces.shares_evidence is
  'Whether counts of outcomes are shared, both ways, with the other workspaces of the same owner that have this on.';
grant update (shares_evidence) on public.workspaces to authenticated;

-- Definer, because it writes the audit log.
create function private.audit_evidence_sharing() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.record_audit(
    new.id, case when new.shares_evidence then 'evidence.shared' else 'evidence.withdrawn' end, 'workspace', new.id::text
  );
  return null;
end
$$;
create trigger workspaces_audit_evidence_sharing after update of shares_evidence on public.workspaces
  for each row when (old.shares_evidence is distinct from new.shares_evidence) execute function private.audit_evidence_sharing();

create function public.share_evidence(p_workspace_id uuid, p_is_shared boolean) returns void
language plpgsql security invoker set search_path = '' as $$
begin
  perform private.require_role(p_workspace_id, 'admin');
  update public.workspaces set shares_evidence = p_is_shared where id = p_workspace_id and shares_evidence <> p_is_shared;
end
$$;
comment on function public.share_evidence is 'Switches the sharing of evidence with the owner''s other workspaces on or off. Admins only; audited; a second call changes nothing.';
revoke execute on function public.share_evidence from public, anon;

-- Summed over all siblings and over weeks, so that neither a workspace nor a day can be told from it.
create function private.sibling_counts(in_workspace uuid, in_days integer) returns jsonb
language sql stable security invoker set search_path = '' as $$
  with siblings as (
    select other.id
    from public.workspaces as own
    join public.workspaces as other on other.owner_id = own.owner_id and other.id <> own.id and other.shares_evidence
    where own.id = in_workspace and own.shares_evidence
  ), counts as (
    select rollup.agent_id, rollup.task_type, date_bin('7 days', rollup.bucket_at, timestamptz '2024-01-01 00:00:00Z') as week,
      sum(rollup.succeeded) as succeeded, sum(rollup.failed) as failed
    from siblings
    join public.execution_rollups as rollup on rollup.workspace_id = siblings.id and rollup.resolution = 'day'
      and rollup.bucket_at > date_trunc('day', now(), 'UTC') - make_interval(days => in_days)
    -- What the asking workspace has never heard of stays unheard of.
    where exists (select from public.agents as known where known.workspace_id = in_workspace and known.id = rollup.agent_id)
      and exists (
        select from public.agent_capabilities as known where known.workspace_id = in_workspace and known.task_type = rollup.task_type
      )
    group by rollup.agent_id, rollup.task_type, week
  )
  select coalesce(jsonb_agg(
    jsonb_build_array(
      counts.agent_id, counts.task_type,
      -- The middle of the week, or of what has passed of it.
      floor(extract(epoch from least(counts.week + interval '84 hours', now())) * 1000)::bigint,
      counts.succeeded, counts.failed, null, null, 'sibling'
    )
    order by counts.agent_id, counts.task_type, counts.week
  ), '[]')
  from counts
$$;
comment on function private.sibling_counts is 'Counts of the owner''s other workspaces where both sides share them. Asks for no membership: only the two functions below call it.';
grant execute on function private.sibling_counts to service_role;

-- Definer, because the caller need not be a member of the siblings; that the caller is a member of the asking workspace is checked here.
create function private.my_sibling_counts(in_workspace uuid, in_days integer) returns jsonb
language sql stable security definer set search_path = '' as $$
  select case when in_workspace in (select private.my_workspace_ids()) then private.sibling_counts(in_workspace, in_days) else '[]' end
$$;
grant execute on function private.my_sibling_counts to authenticated;

create function public.agent_evidence(p_workspace_id uuid, p_days integer, p_task_type text default null) returns jsonb
language sql stable security invoker set search_path = '' as $$
  select private.pack_evidence(p_workspace_id, p_task_type, p_days) || private.my_sibling_counts(p_workspace_id, p_days)
$$;
comment on function public.agent_evidence is
  'Evidence for recommendations: [agent, task type, epoch ms, succeeded, failed, median ms, mean USD, own or sibling], median and cost only at p_task_type where that is given.';

create function public.agent_evidence_by_key(
  p_key_hash text, p_days integer, p_task_type text default null, p_workspace_id uuid default null
) returns jsonb
language plpgsql security invoker set search_path = '' as $$
declare
  workspace uuid := private.workspace_of_key(p_key_hash, p_workspace_id);
begin
  if workspace is null then
    return jsonb_build_object('kind', 'unauthorized');
  end if;
  return jsonb_build_object(
    'kind', 'found',
    'evidence', private.pack_evidence(workspace, p_task_type, p_days) || private.sibling_counts(workspace, p_days),
    'declared', (
      select coalesce(jsonb_agg(able.agent_id order by able.agent_id), '[]')
      from public.agent_capabilities as able
      where able.workspace_id = workspace and able.task_type = p_task_type
    )
  );
end
$$;
comment on function public.agent_evidence_by_key is
  'The same for the bearer of an API key, in one trip, with the agents that can do p_task_type; unauthorized for a wrong, revoked or foreign key.';

create function public.workspace_of_key(p_key_hash text, p_workspace_id uuid default null) returns uuid
language sql security invoker set search_path = '' as $$
  select private.workspace_of_key(p_key_hash, p_workspace_id)
$$;
comment on function public.workspace_of_key is 'The workspace that a live API key belongs to; null for a wrong, revoked or foreign one.';

revoke execute on function
  public.agent_evidence, public.agent_evidence_by_key, public.workspace_of_key
from public, anon, authenticated;
grant execute on function public.agent_evidence to authenticated, service_role;
grant execute on function public.agent_evidence_by_key, public.workspace_of_key to service_role;
