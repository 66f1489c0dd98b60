-- Purpose: error groups of which nothing is left are forgotten, so that what nobody can look up does not grow for ever.
-- Risk: deletes open groups, with their counts, that were not met for as long as executions are kept. What operators decided stays.

create function private.drop_expired_error_groups() returns integer
language plpgsql security invoker set search_path = '' as $$
declare
  -- A day more than executions are kept, so that no occurrence outlives its group.
  oldest constant timestamptz := now() - make_interval(days => private.retention_days() + 1);
  dropped integer := 0;
  place record;
  gone text[];
begin
  for place in
    select distinct template.workspace_id as id from public.error_templates as template where template.last_seen_at < oldest order by 1
  loop
    -- Whoever learnt from what stands here now must learn anew, or its occurrences would have no group.
    update private.error_learners set version = version + 1 where workspace_id = place.id;
    with forgotten as (
      delete from public.error_templates
      where workspace_id = place.id and last_seen_at < oldest and merged_into is null and state in ('open', 'back')
      returning id
    )
    select coalesce(array_agg(forgotten.id), '{}') into gone from forgotten;
    -- A part helps to recognise its whole, and goes with it.
    delete from public.error_templates where workspace_id = place.id and merged_into = any (gone);
    delete from public.error_rollups where workspace_id = place.id and template_id = any (gone);
    update public.alerts set status = 'resolved'
    where workspace_id = place.id and subject_kind = 'error_group' and subject_id = any (gone) and status <> 'resolved';
    dropped := dropped + cardinality(gone);
  end loop;
  return dropped;
end
$$;
comment on function private.drop_expired_error_groups is
  'Forgets groups that nobody decided of and that were not met for as long as executions are kept; returns how many.';

insert into public.schedules (name, cron, kind, command) values
  ('drop-expired-error-groups', '35 0 * * *', 'sql', 'select private.drop_expired_error_groups()');
