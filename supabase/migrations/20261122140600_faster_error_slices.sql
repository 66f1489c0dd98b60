-- Purpose: the rollups of errors are read by range, a span of buckets at a time.
-- Risk: none; the same rows as before.

create or replace function private.error_slices(in_workspace uuid, in_from timestamptz, in_to timestamptz)
returns setof public.error_rollups
language sql stable security invoker set search_path = '' as $$
  select slice.*
  from private.range_parts(in_from, in_to, array[1, 60, 1440]) as part
  -- Fenced: joined as equals, the planner may read a whole table for a few of its rows.
  cross join lateral (
    select * from public.error_rollups as rollup
    where rollup.workspace_id = in_workspace and rollup.resolution = case part.minutes when 1 then 'minute' when 60 then 'hour' else 'day' end
      and rollup.bucket_at >= part.begins and rollup.bucket_at < part.ends
    offset 0
  ) as slice
$$;
