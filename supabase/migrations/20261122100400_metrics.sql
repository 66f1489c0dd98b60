-- Purpose: what agents measure: series, and their points in daily partitions.
-- Risk: none; new tables only.

create table public.metric_series (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  id integer not null generated always as identity,
  name text not null constraint metric_series_name_length check (length(name) between 1 and 255),
  type text not null constraint metric_series_type_known check (type in (
    'latency', 'throughput', 'error_rate', 'memory', 'cpu', 'cache_hit_rate', 'db_connections', 'api_calls', 'other')),
  unit text not null constraint metric_series_unit_length check (length(unit) <= 63),
  tags jsonb not null default '{}',
  tags_hash uuid not null generated always as (md5(tags::text)::uuid) stored,
  is_overflow boolean not null default false,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  primary key (workspace_id, id),
  constraint metric_series_once unique (workspace_id, name, type, unit, tags_hash)
);
comment on table public.metric_series is 'What is measured: a name, type, unit and set of tags. Bounded in number for each name.';
comment on column public.metric_series.tags_hash is 'MD5 of the tags, whose text jsonb writes in one way only; so that the index holds 16 bytes and not all tags.';
comment on column public.metric_series.is_overflow is 'Takes the points of all series beyond the bound; its tags are {"overflow": "true"}.';
comment on column public.metric_series.last_seen_at is 'When points last came, to the hour.';

create table public.metric_samples (
  workspace_id uuid not null,
  at timestamptz not null,
  source_key bigint not null,
  series_id integer not null,
  count integer constraint metric_samples_count_positive check (count > 0),
  value double precision,
  sum double precision,
  min double precision,
  max double precision,
  histogram_keys smallint[],
  histogram_counts integer[],
  primary key (workspace_id, series_id, at, source_key),
  constraint metric_samples_one_form check (
    case when value is not null then (count, sum, min, max, histogram_keys, histogram_counts) is null
    else (count, sum, min, max, histogram_keys, histogram_counts) is not null end),
  constraint metric_samples_cells check (cardinality(histogram_keys) = cardinality(histogram_counts))
) partition by range (at);
comment on table public.metric_samples is
  'Points of metric_series: a value, or a distribution of many in the buckets of private.histogram_key, in the unit of the series.';
comment on column public.metric_samples.source_key is
  'Tells apart who measured the same series at the same instant: a 64-bit hash of the sourceId, 0 for none; in an overflow series, of the tags too.';

create table partitions.metric_samples_default partition of public.metric_samples default;
alter table partitions.metric_samples_default enable row level security;

alter table public.metric_series enable row level security;
alter table public.metric_samples enable row level security;
revoke all on public.metric_series, public.metric_samples from anon, authenticated;
revoke all on sequence public.metric_series_id_seq from anon, authenticated;
grant select on public.metric_series, public.metric_samples to authenticated;
create policy "members see series" on public.metric_series
  for select to authenticated
  using (workspace_id in (select private.my_workspace_ids()));
create policy "members see samples" on public.metric_samples
  for select to authenticated
  using (workspace_id in (select private.my_workspace_ids()));

create function private.drop_expired_series() returns integer
language plpgsql security invoker set search_path = '' as $$
declare
  dropped integer;
begin
  -- A day more than their points are kept, as they are noted to the hour.
  delete from public.metric_series where last_seen_at < now() - make_interval(days => private.retention_days() + 1);
  get diagnostics dropped = row_count;
  return dropped;
end
$$;
comment on function private.drop_expired_series is 'Forgets series whose points retention has dropped, which makes room for others; returns how many.';
