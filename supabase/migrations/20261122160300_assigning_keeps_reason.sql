-- Purpose: whoever assigns an error group leaves the reason of its state as it was.
-- Risk: none; replaces a function by one that keeps more.

create or replace function public.handle_error_group(
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
  -- The reason is the state's: who is to look after a group does not change why it is ignored.
  if p_action <> 'assign' then
    wanted.state_reason := nullif(trim(p_details ->> 'reason'), '');
  end if;
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
