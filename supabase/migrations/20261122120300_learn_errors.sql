-- Purpose: store what was learnt of a slice of failures, all of it or nothing.
-- Risk: none; new functions only.

create function private.add_error_rollups(deltas public.error_occurrences[], sign integer) returns void
language sql security invoker set search_path = '' as $$
  insert into public.error_rollups as rollup (workspace_id, resolution, bucket_at, template_id, agent_id, task_type, occurrences)
  select delta.workspace_id, level.resolution, date_trunc(level.resolution, delta.occurred_at, 'UTC'),
    delta.template_id, delta.agent_id, delta.task_type, sign * count(*)::integer
  from unnest(deltas) as delta
  cross join (values ('minute'), ('hour'), ('day')) as level (resolution)
  group by 1, 2, 3, 4, 5, 6
  order by 1, 2, 3, 4, 5, 6
  on conflict (workspace_id, resolution, bucket_at, template_id, agent_id, task_type) do update set
    occurrences = rollup.occurrences + excluded.occurrences
$$;

-- Only what was taken back costs a look at the occurrences; what retention dropped stays counted and keeps the group's first day.
create function private.refresh_error_templates(in_workspace uuid, added public.error_occurrences[], removed public.error_occurrences[]) returns void
language sql security invoker set search_path = '' as $$
  with changes as (
    select change.template_id, sum(change.sign) as amount,
      min(change.occurred_at) filter (where change.sign = 1) as first_seen_at,
      max(change.occurred_at) filter (where change.sign = 1) as last_seen_at,
      max(change.started_at) filter (where change.sign = 1) as last_started_at,
      bool_or(change.sign = -1) as is_reduced
    from (
      select template_id, occurred_at, started_at, 1 as sign from unnest(added)
      union all
      select template_id, occurred_at, started_at, -1 from unnest(removed)
    ) as change
    group by change.template_id
  )
  update public.error_templates as template set
    occurrence_count = template.occurrence_count + changes.amount,
    first_seen_at = coalesce(recount.first_seen_at, least(template.first_seen_at, changes.first_seen_at)),
    last_seen_at = coalesce(recount.last_seen_at, greatest(template.last_seen_at, changes.last_seen_at)),
    last_started_at = coalesce(recount.last_started_at, greatest(template.last_started_at, changes.last_started_at))
  from changes
  left join lateral (
    select
      case when min(known.started_at) > now() - make_interval(days => private.retention_days()) then min(known.occurred_at) end as first_seen_at,
      max(known.occurred_at) as last_seen_at, max(known.started_at) as last_started_at
    from public.error_occurrences as known
    where changes.is_reduced and known.workspace_id = in_workspace and known.template_id = changes.template_id
  ) as recount on changes.is_reduced
  where template.workspace_id = in_workspace and template.id = changes.template_id
$$;

create function private.error_template_items(templates jsonb)
returns table (id text, text text, miner jsonb, merged_into text, example_message text, example_type text, example_execution_id uuid)
language sql immutable set search_path = '' as $$
  select * from jsonb_to_recordset(templates) as item (
    id text, text text, miner jsonb, merged_into text, example_message text, example_type text, example_execution_id uuid
  )
$$;

-- What a group has goes to the one that it turned out to be part of; what was decided of that one stands.
create function private.merge_error_templates(in_workspace uuid, ids text[]) returns void
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
end
$$;

create function public.store_error_slice(
  p_workspace_id uuid, p_version bigint, p_entries bigint[], p_gone uuid[], p_templates jsonb, p_occurrences jsonb
) returns text
language plpgsql security invoker set search_path = '' as $$
declare
  removed public.error_occurrences[];
  added public.error_occurrences[];
begin
  if not exists (select from public.workspaces where id = p_workspace_id) then
    delete from private.error_inbox where workspace_id = p_workspace_id;
    return 'workspace gone';
  end if;
  insert into private.error_learners (workspace_id) values (p_workspace_id) on conflict do nothing;
  -- Whoever comes second waits here for the first, finds another version, and leaves everything as it is.
  update private.error_learners set version = version + 1 where workspace_id = p_workspace_id and version = p_version;
  if not found then
    return 'learnt by another';
  end if;
  delete from private.error_inbox where workspace_id = p_workspace_id and seq = any (p_entries);

  select coalesce(array_agg(row (p_workspace_id, item.execution_id, item.template_id, item.agent_id, item.task_type, item.started_at, item.occurred_at)::public.error_occurrences), '{}')
  into added
  from jsonb_to_recordset(p_occurrences) as item (
    execution_id uuid, template_id text, agent_id text, task_type text, started_at timestamptz, occurred_at timestamptz
  );
  with taken_back as (
    delete from public.error_occurrences as known
    where known.workspace_id = p_workspace_id
      and known.execution_id = any (p_gone || array(select fresh.execution_id from unnest(added) as fresh))
    returning known.*
  )
  select coalesce(array_agg(taken_back::public.error_occurrences), '{}') into removed from taken_back;
  insert into public.error_occurrences select * from unnest(added);

  update public.error_templates as template set
    text = item.text, miner = item.miner, merged_into = item.merged_into,
    example_message = coalesce(item.example_message, template.example_message), example_type = case when item.example_message is null then template.example_type else item.example_type end,
    example_execution_id = coalesce(item.example_execution_id, template.example_execution_id)
  from private.error_template_items(p_templates) as item
  where template.workspace_id = p_workspace_id and template.id = item.id;
  insert into public.error_templates (
    workspace_id, id, text, miner, merged_into, example_message, example_type, example_execution_id, first_seen_at, last_seen_at, last_started_at
  )
  select p_workspace_id, item.id, item.text, item.miner, item.merged_into, item.example_message, item.example_type, example.execution_id,
    example.occurred_at, example.occurred_at, example.started_at
  from private.error_template_items(p_templates) as item
  join unnest(added) as example on example.execution_id = item.example_execution_id
  on conflict (workspace_id, id) do nothing;
  perform private.add_error_rollups(removed, -1);
  perform private.add_error_rollups(added, 1);
  if cardinality(removed) > 0 then
    delete from public.error_rollups as rollup
    using (select distinct template_id from unnest(removed)) as reduced
    where rollup.workspace_id = p_workspace_id and rollup.template_id = reduced.template_id and rollup.occurrences = 0;
  end if;
  perform private.refresh_error_templates(p_workspace_id, added, removed);
  -- Last: until here everything goes by the groups that the counts were made with.
  perform private.merge_error_templates(p_workspace_id, array(
    select item.id from private.error_template_items(p_templates) as item where item.merged_into is not null
  ));
  return 'stored';
end
$$;
comment on function public.store_error_slice is
  'Stores templates, occurrences and counts of a slice in one transaction, if nobody learnt of the workspace since it was taken. Service only.';

create function private.drop_expired_error_rollups() returns void
language sql security invoker set search_path = '' as $$
  delete from public.error_rollups where resolution = 'minute' and bucket_at < now() - interval '30 days'
$$;
comment on function private.drop_expired_error_rollups is 'Minutes are kept for 30 days, as those of all executions.';

revoke execute on function public.store_error_slice from public, anon, authenticated;
grant execute on function public.store_error_slice to service_role;
grant execute on function private.add_error_rollups, private.refresh_error_templates, private.error_template_items, private.merge_error_templates to service_role;
grant usage on schema private to service_role;
grant select, insert, update, delete on private.error_inbox, private.error_learners to service_role;

insert into public.schedules (name, cron, kind, command) values
  ('learn-errors', '3 seconds', 'function', 'learn'),
  ('drop-expired-error-rollups', '25 0 * * *', 'sql', 'select private.drop_expired_error_rollups()');
