-- Purpose: counts, sums and mergeable histograms of every metric series per minute, hour and day, kept exactly once.
-- Risk: adds a trigger to metric_samples, which costs each statement, not each row; fills the rollups once from the samples there are.
--
-- As with executions: each statement appends its contribution in the same transaction, and the refresh moves what is committed into the
-- rollups and deletes it. Points are never changed, so contributions only add.

create table public.metric_rollups (
  workspace_id uuid not null,
  series_id integer not null,
  resolution text not null constraint metric_rollups_resolution_known check (resolution in ('minute', 'hour', 'day')),
  bucket_at timestamptz not null,
  count bigint not null constraint metric_rollups_count_positive check (count > 0),
  sum double precision not null,
  sum_squares double precision not null,
  min double precision not null,
  max double precision not null,
  histogram_keys smallint[] not null,
  histogram_counts integer[] not null,
  primary key (workspace_id, series_id, resolution, bucket_at),
  foreign key (workspace_id, series_id) references public.metric_series (workspace_id, id) on delete cascade
);
comment on table public.metric_rollups is 'Values of metric_series by the time they were measured (UTC), in the unit of the series. Pages read this and never scan samples.';
comment on column public.metric_rollups.count is 'Values, of which a point that is a distribution holds many.';
comment on column public.metric_rollups.histogram_keys is 'Logarithmic buckets of values, see private.histogram_key; ascending. What is below 0.001 counts as 0.001: min tells.';
alter table public.metric_rollups enable row level security;
revoke all on public.metric_rollups from anon, authenticated;
grant select on public.metric_rollups to authenticated;
create policy "members see metric rollups" on public.metric_rollups
  for select to authenticated
  using (workspace_id in (select private.my_workspace_ids()));

create table private.metric_deltas (
  workspace_id uuid not null,
  series_id integer not null,
  bucket_at timestamptz not null,
  count bigint not null,
  sum double precision not null,
  sum_squares double precision not null,
  min double precision not null,
  max double precision not null,
  histogram_keys smallint[] not null,
  histogram_counts integer[] not null
);
comment on table private.metric_deltas is 'Contributions of metric_samples not yet in the rollups, by the minute.';
alter table private.metric_deltas enable row level security;

-- Squares of larger values, times the most that a distribution counts, would not be numbers any more, and would be refused.
create function private.summable(value double precision) returns double precision
language sql immutable parallel safe set search_path = '' as $$
  select least(greatest(value, -1e140), 1e140)
$$;

-- The statement that turns points into contributions; text, because the rows that a trigger sees can be named in its own statements only.
create function private.metric_contribution_statement(points text) returns text
language sql immutable set search_path = '' as $function$
  select format($sql$
    with points as materialized (
      select workspace_id, series_id, date_trunc('minute', at, 'UTC') as bucket_at, value, count, sum, min, max, histogram_keys, histogram_counts
      from %s
    ), totals as (
      select workspace_id, series_id, bucket_at, sum(coalesce(count, 1)) as count, sum(private.summable(coalesce(sum, value))) as sum,
        min(coalesce(min, value)) as min, max(coalesce(max, value)) as max
      from points
      group by workspace_id, series_id, bucket_at
    ), cells as (
      select workspace_id, series_id, bucket_at, private.histogram_key(value) as key, 1::bigint as amount, private.summable(value) ^ 2 as squares
      from points
      where value is not null
      union all
      select workspace_id, series_id, bucket_at, cell.key, cell.amount, cell.amount * private.summable(private.histogram_value(cell.key)) ^ 2
      from points, unnest(points.histogram_keys, points.histogram_counts) as cell (key, amount)
      where value is null
    ), merged as (
      select workspace_id, series_id, bucket_at, key, sum(amount) as amount, sum(squares) as squares
      from cells
      group by workspace_id, series_id, bucket_at, key
    ), histograms as (
      select workspace_id, series_id, bucket_at, sum(squares) as squares, array_agg(key order by key) as keys,
        array_agg(least(amount, 2147483647)::integer order by key) as counts
      from merged
      group by workspace_id, series_id, bucket_at
    )
    insert into private.metric_deltas (workspace_id, series_id, bucket_at, count, sum, sum_squares, min, max, histogram_keys, histogram_counts)
    select workspace_id, series_id, bucket_at, count, sum, squares, min, max, keys, counts
    from totals
    join histograms using (workspace_id, series_id, bucket_at)
  $sql$, points)
$function$;

-- Definer, because whoever may write points need not be able to write contributions.
create function private.contribute_to_metric_rollups() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  execute private.metric_contribution_statement('new_rows');
  return null;
end
$$;
create trigger metric_samples_contribute_inserted after insert on public.metric_samples
  referencing new table as new_rows
  for each statement execute function private.contribute_to_metric_rollups();

-- As before, but a cell that counts more than fits stays at the most: one sender's numbers must not hold up everybody's refresh.
create or replace function private.merge_histograms(
  a_keys smallint[], a_counts integer[], b_keys smallint[], b_counts integer[],
  out keys smallint[], out counts integer[]
)
language sql immutable parallel safe set search_path = '' as $$
  select coalesce(array_agg(merged.key order by merged.key), '{}'), coalesce(array_agg(merged.total order by merged.key), '{}')
  from (
    select cells.key, least(sum(cells.amount), 2147483647)::integer as total
    from (
      select unnest(a_keys) as key, unnest(a_counts) as amount
      union all
      select unnest(b_keys), unnest(b_counts)
    ) as cells
    group by cells.key
    having sum(cells.amount) <> 0
  ) as merged
$$;

create function private.apply_metric_deltas(deltas private.metric_deltas[]) returns void
language sql security invoker set search_path = '' as $$
  with added as materialized (
    select delta.workspace_id, delta.series_id, level.resolution, date_trunc(level.resolution, delta.bucket_at, 'UTC') as bucket_at,
      delta.count, delta.sum, delta.sum_squares, delta.min, delta.max, delta.histogram_keys, delta.histogram_counts
    from unnest(deltas) as delta
    cross join (values ('minute'), ('hour'), ('day')) as level (resolution)
    -- A series that is gone takes its contributions along; they must not hold up the others.
    where exists (select from public.metric_series as series where series.workspace_id = delta.workspace_id and series.id = delta.series_id)
  ), totals as (
    select workspace_id, series_id, resolution, bucket_at, sum(count)::bigint as count, sum(sum) as sum, sum(sum_squares) as sum_squares, min(min) as min, max(max) as max
    from added
    group by workspace_id, series_id, resolution, bucket_at
  ), histograms as (
    select workspace_id, series_id, resolution, bucket_at, array_agg(key order by key) as keys, array_agg(amount order by key) as counts
    from (
      select workspace_id, series_id, resolution, bucket_at, cell.key, least(sum(cell.amount), 2147483647)::integer as amount
      from added, unnest(added.histogram_keys, added.histogram_counts) as cell (key, amount)
      group by workspace_id, series_id, resolution, bucket_at, cell.key
    ) as cells
    group by workspace_id, series_id, resolution, bucket_at
  )
  insert into public.metric_rollups as rollup (
    workspace_id, series_id, resolution, bucket_at, count, sum, sum_squares, min, max, histogram_keys, histogram_counts)
  select workspace_id, series_id, resolution, bucket_at, count, private.summable(sum), least(sum_squares, 1e300), min, max, keys, counts
  from totals
  join histograms using (workspace_id, series_id, resolution, bucket_at)
  -- In one order, so that two appliers could never wait for each other in a circle.
  order by workspace_id, series_id, resolution, bucket_at
  on conflict (workspace_id, series_id, resolution, bucket_at) do update set
    count = rollup.count + excluded.count,
    sum = private.summable(rollup.sum + excluded.sum),
    sum_squares = least(rollup.sum_squares + excluded.sum_squares, 1e300),
    min = least(rollup.min, excluded.min),
    max = greatest(rollup.max, excluded.max),
    (histogram_keys, histogram_counts) = (
      select merged.keys, merged.counts
      from private.merge_histograms(
        rollup.histogram_keys, rollup.histogram_counts, excluded.histogram_keys, excluded.histogram_counts
      ) as merged
    )
$$;
comment on function private.apply_metric_deltas is 'Adds contributions of points to the three resolutions.';

create function private.drop_expired_metric_rollups() returns void
language sql security invoker set search_path = '' as $$
  -- Hours and days stay as long as their series: they are small, and baselines and trends are made of them.
  delete from public.metric_rollups where resolution = 'minute' and bucket_at < now() - interval '30 days 1 hour'
$$;
comment on function private.drop_expired_metric_rollups is 'Minutes are kept for 30 days, as those of executions.';
