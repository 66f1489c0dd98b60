-- Purpose: what operators decide of an error group, stamped, audited and announced by the database.
-- Risk: none; new functions and triggers on a new table.

-- Who, when and which revision are the database's to say, never the client's.
create function private.stamp_error_group() returns trigger
language plpgsql security invoker set search_path = '' as $$
declare
  is_person constant boolean := (select auth.uid()) is not null;
begin
  if is_person and new.state = 'back' and old.state <> 'back' and coalesce(old.before_action ->> 'state', '') <> 'back' then
    raise exception using errcode = '22023', message = 'A group comes back by itself, when what was resolved fails again.';
  end if;
  if new.state <> 'ignored' then
    new.ignore_until_at := null;
    new.ignore_until_count := null;
    new.ignore_until_rate_per_hour := null;
  end if;
  if is_person then
    new.before_action := jsonb_build_object(
      'state', old.state, 'state_reason', old.state_reason, 'ignore_until_at', old.ignore_until_at,
      'ignore_until_count', old.ignore_until_count, 'ignore_until_rate_per_hour', old.ignore_until_rate_per_hour, 'assignee_id', old.assignee_id
    );
  else
    new.before_action := null;
  end if;
  if new.state is distinct from old.state or new.state = 'ignored' and (new.ignore_until_at, new.ignore_until_count, new.ignore_until_rate_per_hour)
    is distinct from (old.ignore_until_at, old.ignore_until_count, old.ignore_until_rate_per_hour) then
    -- The clock, not the transaction's begin: what fails while an operator's request waits began before the decision.
    new.state_changed_at := clock_timestamp();
    new.state_changed_by := (select auth.uid());
  end if;
  new.revision := old.revision + 1;
  return new;
end
$$;
create trigger error_templates_stamp
  before update of state, state_reason, ignore_until_at, ignore_until_count, ignore_until_rate_per_hour, assignee_id on public.error_templates
  for each row execute function private.stamp_error_group();

-- Definer, because it writes the audit log.
create function private.audit_error_group() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.state_changed_at is distinct from old.state_changed_at then
    perform private.record_audit(
      new.workspace_id, 'error_group.' || case new.state when 'open' then 'reopened' when 'back' then 'came_back' else new.state end,
      'error_group', new.id, new.state_reason,
      jsonb_strip_nulls(jsonb_build_object(
        'from', old.state, 'until_at', new.ignore_until_at, 'until_count', new.ignore_until_count,
        'until_rate_per_hour', new.ignore_until_rate_per_hour
      ))
    );
  end if;
  if new.assignee_id is distinct from old.assignee_id then
    perform private.record_audit(
      new.workspace_id, 'error_group.assigned', 'error_group', new.id, null, jsonb_build_object('from', old.assignee_id, 'to', new.assignee_id)
    );
  end if;
  return null;
end
$$;
create trigger error_templates_audit after update of state, ignore_until_at, ignore_until_count, ignore_until_rate_per_hour, assignee_id
  on public.error_templates
  for each row execute function private.audit_error_group();

-- Definer, because whoever may change a group need not be able to send messages.
create function private.announce_error_groups() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform realtime.send(jsonb_build_object('groups', changed.ids), 'errors', 'workspace:' || changed.workspace_id, true)
  from (
    select ranked.workspace_id, jsonb_agg(ranked.id) as ids
    from (select workspace_id, id, row_number() over (partition by workspace_id order by last_seen_at desc) as place from new_rows) as ranked
    where ranked.place <= 50
    group by ranked.workspace_id
  ) as changed;
  return null;
end
$$;
comment on function private.announce_error_groups is 'One message per statement and workspace: open pages ask again for what they show.';
create trigger error_templates_announce_inserted after insert on public.error_templates
  referencing new table as new_rows
  for each statement execute function private.announce_error_groups();
create trigger error_templates_announce_updated after update on public.error_templates
  referencing new table as new_rows
  for each statement execute function private.announce_error_groups();

create function public.handle_error_group(
  p_workspace_id uuid, p_id text, p_revision integer, p_action text, p_details jsonb default '{}'
) returns text
language plpgsql security invoker set search_path = '' as $$
declare
  wanted public.error_templates;
begin
  perform private.require_role(p_workspace_id, 'operator');
  select * into wanted from public.error_templates where workspace_id = p_workspace_id and id = p_id;
  if not found then
    return null;
  end if;
  wanted.state_reason := nullif(trim(p_details ->> 'reason'), '');
  if p_action = 'resolve' then
    wanted.state := 'resolved';
  elsif p_action = 'reopen' then
    wanted.state := 'open';
  elsif p_action = 'ignore' then
    wanted.state := 'ignored';
    wanted.ignore_until_at := (p_details ->> 'untilAt')::timestamptz;
    wanted.ignore_until_count := (p_details ->> 'untilCount')::integer;
    wanted.ignore_until_rate_per_hour := (p_details ->> 'untilRatePerHour')::integer;
    if wanted.ignore_until_at <= now() then
      raise exception using errcode = '22023', message = 'A group is ignored until a time to come.';
    end if;
  elsif p_action = 'assign' then
    wanted.assignee_id := (p_details ->> 'assigneeId')::uuid;
  elsif p_action = 'undo' and wanted.before_action is not null then
    wanted := jsonb_populate_record(wanted, wanted.before_action);
  else
    raise exception using errcode = '22023', message = format('%s is nothing that can be done with this group.', coalesce(p_action, 'null'));
  end if;
  -- One conditional update: of two operators, or two presses, the one acts and the other is told that somebody was first.
  update public.error_templates set
    state = wanted.state, state_reason = wanted.state_reason, ignore_until_at = wanted.ignore_until_at,
    ignore_until_count = wanted.ignore_until_count, ignore_until_rate_per_hour = wanted.ignore_until_rate_per_hour, assignee_id = wanted.assignee_id
  where workspace_id = p_workspace_id and id = p_id and revision = p_revision;
  if not found then
    return 'changed';
  end if;
  if p_action in ('resolve', 'ignore') then
    update public.alerts set status = 'resolved'
    where workspace_id = p_workspace_id and subject_kind = 'error_group' and subject_id = p_id and status <> 'resolved';
  end if;
  return 'done';
end
$$;
comment on function public.handle_error_group is
  'Resolves, ignores (for good, or until a time, a count or a rate), reopens, assigns, or takes the last of these back: done, changed when the group is no longer at that revision, null when there is none. Operators only.';
revoke execute on function public.handle_error_group from public, anon;
grant execute on function public.handle_error_group to authenticated, service_role;
