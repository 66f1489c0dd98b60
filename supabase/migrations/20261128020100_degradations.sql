-- Purpose: what is normal of each series, what left it, and what the detectors remember.
-- Risk: none; new tables only.

create table public.baselines (
  workspace_id uuid not null,
  series_id integer not null,
  computed_at timestamptz not null default now(),
  window_hours integer not null constraint baselines_window_positive check (window_hours > 0),
  answer jsonb not null,
  season jsonb,
  season_computed_at timestamptz,
  primary key (workspace_id, series_id),
  foreign key (workspace_id, series_id) references public.metric_series (workspace_id, id) on delete cascade
);
comment on table public.baselines is 'What is normal of each judged series over the last hours, and for each hour of the week.';
comment on column public.baselines.answer is 'p05, p50, p95, p99, mean, deviation, sample and what was left out; or how many values there are where how many are needed.';
comment on column public.baselines.season is 'The same for 168 hours of the week (UTC, from Sunday 0:00), null where an hour has too few values.';
alter table public.baselines enable row level security;
revoke all on public.baselines from anon, authenticated;
grant select on public.baselines to authenticated;
create policy "members see baselines" on public.baselines
  for select to authenticated
  using (workspace_id in (select private.my_workspace_ids()));

create table public.degradations (
  workspace_id uuid not null,
  id uuid not null default gen_random_uuid(),
  series_id integer not null,
  status text not null default 'open' constraint degradations_status_known check (status in ('open', 'cleared', 'silent', 'settled')),
  severity text not null constraint degradations_severity_known check (severity in ('critical', 'serious', 'warning', 'info')),
  statistic text not null,
  normal double precision not null,
  now double precision not null,
  size double precision not null,
  is_ratio boolean not null,
  began_at timestamptz not null,
  noticed_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  ended_at timestamptz,
  touched bigint not null,
  flaps integer not null default 0,
  primary key (workspace_id, id),
  foreign key (workspace_id, series_id) references public.metric_series (workspace_id, id) on delete cascade,
  constraint degradations_ended check ((status = 'open') = (ended_at is null))
);
comment on table public.degradations is 'Series that left what is normal of them to the worse side: since when, how far, and how it ended. At most one of a series is open.';
comment on column public.degradations.now is 'At its worst so far.';
comment on column public.degradations.size is 'How many times the normal, at its worst so far; for ratios the difference from it.';
comment on column public.degradations.touched is 'Executions (of series of executions) or values since it began.';
comment on column public.degradations.flaps is 'How often it came back soon after it was over.';
create unique index degradations_open on public.degradations (workspace_id, series_id) where status = 'open';
create index degradations_newest on public.degradations (workspace_id, began_at desc);
create index degradations_series on public.degradations (workspace_id, series_id, began_at desc);
alter table public.degradations enable row level security;
revoke all on public.degradations from anon, authenticated;
grant select on public.degradations to authenticated;
create policy "members see degradations" on public.degradations
  for select to authenticated
  using (workspace_id in (select private.my_workspace_ids()));

create table public.anomalies (
  workspace_id uuid not null,
  series_id integer not null,
  at timestamptz not null,
  value double precision not null,
  expected double precision not null,
  low double precision not null,
  high double precision not null,
  direction text not null constraint anomalies_direction_known check (direction in ('above', 'below', 'stuck')),
  score double precision not null constraint anomalies_score_range check (score between 0 and 1),
  primary key (workspace_id, series_id, at),
  foreign key (workspace_id, series_id) references public.metric_series (workspace_id, id) on delete cascade
);
comment on table public.anomalies is 'Values that surprised, judged by what came before them; marks on charts, and no alerts.';
alter table public.anomalies enable row level security;
revoke all on public.anomalies from anon, authenticated;
grant select on public.anomalies to authenticated;
create policy "members see anomalies" on public.anomalies
  for select to authenticated
  using (workspace_id in (select private.my_workspace_ids()));

insert into private.settings (name, value) values ('PERFORMANCE_BASELINE_WINDOW_HOURS', '24') on conflict do nothing;
