-- Purpose: counts, sums and mergeable histograms per minute, hour and day, kept exactly once.
-- Risk: adds triggers to execution_history; they cost each statement, not each row.
--
-- Each statement on execution_history appends its contribution, signed, in the same transaction; the
-- refresh moves what is committed into the rollups and deletes it, in one transaction of its own. So
-- what is visible is the watermark: nothing is lost to a clock, counted twice, or counted early, and a
-- corrected or removed row takes its old contribution back.

create table public.execution_rollups (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  resolution text not null constraint execution_rollups_resolution_known check (resolution in ('minute', 'hour', 'day')),
  bucket_at timestamptz not null,
  agent_id text not null,
  task_type text not null,
  succeeded integer not null,
  failed integer not null,
  cancelled integer not null,
  duration_count integer not null,
  duration_sum_ms numeric not null,
  cost_usd numeric not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  histogram_keys smallint[] not null,
  histogram_counts integer[] not null,
  primary key (workspace_id, resolution, bucket_at, agent_id, task_type)
);
comment on table public.execution_rollups is 'Ended executions per agent and task type, by the time they ended (UTC). Pages read this and never scan history.';
comment on column public.execution_rollups.histogram_keys is 'Logarithmic buckets of duration_ms, see private.histogram_key; ascending.';

alter table public.execution_rollups enable row level security;
revoke all on public.execution_rollups from anon, authenticated;
grant select on public.execution_rollups to authenticated;
create policy "members see rollups" on public.execution_rollups
  for select to authenticated
  using (workspace_id in (select private.my_workspace_ids()));

create table private.rollup_deltas (
  workspace_id uuid not null,
  bucket_at timestamptz not null,
  agent_id text not null,
  task_type text not null,
  succeeded integer not null,
  failed integer not null,
  cancelled integer not null,
  duration_count integer not null,
  duration_sum_ms numeric not null,
  cost_usd numeric not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  histogram_keys smallint[] not null,
  histogram_counts integer[] not null
);
comment on table private.rollup_deltas is 'Contributions not yet in the rollups, by the minute; negative where a row was corrected or removed.';
alter table private.rollup_deltas enable row level security;

-- Source: DDSketch (Masson, Rim, Lee; VLDB 2019). gamma = (1 + a) / (1 - a) with a = 0.01 keeps the
-- relative error of any quantile within 1 %. Below a microsecond everything is one bucket, and above
-- 30,000 years; the keys between fit two bytes.
-- Strict, so that an unknown duration is in no bucket: greatest() would take it for the smallest.
create function private.histogram_key(duration_ms double precision) returns smallint
language sql immutable strict parallel safe set search_path = '' as $$
  select ceil(ln(least(greatest(duration_ms, 0.001), 1e15)) / ln(1.01 / 0.99::double precision))::smallint
$$;

create function private.histogram_value(key smallint) returns double precision
language sql immutable parallel safe set search_path = '' as $$
  select 2 * power(1.01 / 0.99::double precision, key) / (1.01 / 0.99::double precision + 1)
$$;

create function private.merge_histograms(
  a_keys smallint[], a_counts integer[], b_keys smallint[], b_counts integer[],
  out keys smallint[], out counts integer[]
)
language sql immutable parallel safe set search_path = '' as $$
  select coalesce(array_agg(merged.key order by merged.key), '{}'), coalesce(array_agg(merged.total order by merged.key), '{}')
  from (
    select cells.key, sum(cells.amount)::integer as total
    from (
      select unnest(a_keys) as key, unnest(a_counts) as amount
      union all
      select unnest(b_keys), unnest(b_counts)
    ) as cells
    group by cells.key
    having sum(cells.amount) <> 0
  ) as merged
$$;
grant execute on function private.histogram_key, private.histogram_value, private.merge_histograms to authenticated, service_role;
