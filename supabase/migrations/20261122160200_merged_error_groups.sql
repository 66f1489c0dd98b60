-- Purpose: a group that became part of another leaves no alert that nobody ends, and no link that leads to nothing.
-- Risk: none; ends the alerts of what was merged before.

-- What a group has goes to the one that it turned out to be part of; what was decided of that one stands.
create or replace function private.merge_error_templates(in_workspace uuid, ids text[]) returns void
language plpgsql security invoker set search_path = '' as $$
declare
  part record;
begin
  for part in
    select template.* from public.error_templates as template
    where template.workspace_id = in_workspace and template.id = any (ids) and template.occurrence_count <> 0
    order by template.id
  loop
    update public.error_occurrences set template_id = part.merged_into where workspace_id = in_workspace and template_id = part.id;
    with moved as (
      delete from public.error_rollups where workspace_id = in_workspace and template_id = part.id returning *
    )
    insert into public.error_rollups as rollup (workspace_id, resolution, bucket_at, template_id, agent_id, task_type, occurrences)
    select moved.workspace_id, moved.resolution, moved.bucket_at, part.merged_into, moved.agent_id, moved.task_type, moved.occurrences from moved
    on conflict (workspace_id, resolution, bucket_at, template_id, agent_id, task_type) do update set
      occurrences = rollup.occurrences + excluded.occurrences;
    update public.error_templates as whole set
      occurrence_count = whole.occurrence_count + part.occurrence_count,
      first_seen_at = least(whole.first_seen_at, part.first_seen_at), last_seen_at = greatest(whole.last_seen_at, part.last_seen_at),
      last_started_at = greatest(whole.last_started_at, part.last_started_at)
    where whole.workspace_id = in_workspace and whole.id = part.merged_into;
    update public.error_templates set occurrence_count = 0, burst_since = null where workspace_id = in_workspace and id = part.id;
  end loop;
  -- Parts of a part, also those that no miner knows any more: their links lead on to the whole.
  update public.error_templates as below set merged_into = above.merged_into
  from public.error_templates as above
  where above.workspace_id = in_workspace and above.id = any (ids) and above.merged_into is not null
    and below.workspace_id = in_workspace and below.merged_into = above.id;
  -- Nobody judges a part, so nothing else would end what it raised.
  update public.alerts set status = 'resolved'
  where workspace_id = in_workspace and subject_kind = 'error_group' and subject_id = any (ids) and status <> 'resolved';
end
$$;

update public.alerts as alert set status = 'resolved'
from public.error_templates as part
where part.merged_into is not null and alert.workspace_id = part.workspace_id and alert.subject_kind = 'error_group'
  and alert.subject_id = part.id and alert.status <> 'resolved';
