-- Purpose: sums of rollups over wider buckets and over agents and task types, so that a page reads as many rows whatever a workspace did.
-- Risk: adds about a tenth to what a refresh writes; fills the new table once from the rollups that are there.
--
-- A histogram is one number here: its cell of key k counts in the twelve decimal digits from 10 ^ (12 k) on; keys below zero (under a
-- millisecond) stand behind its point. So adding numbers merges histograms, which Postgres does in C at the pace of reading them, and
-- a histogram of many executions costs what one of few does.

create table private.execution_sums (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  breadth text not null constraint execution_sums_breadth_known check (breadth in ('all', 'agent', 'pair')),
  minutes integer not null constraint execution_sums_minutes_known check (minutes in (5, 60, 360, 1440, 11520)),
  bucket_at timestamptz not null,
  agent_id text not null,
  task_type text not null,
  succeeded bigint not null,
  failed bigint not null,
  cancelled bigint not null,
  duration_count bigint not null,
  duration_sum_ms numeric not null,
  cost_usd numeric not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  histogram numeric not null,
  primary key (workspace_id, breadth, minutes, bucket_at, agent_id, task_type)
);
comment on table private.execution_sums is
  'execution_rollups summed: over a whole workspace (all), by agent, or by agent and task type (pair); in buckets of so many minutes, counted from 1970-01-01 UTC. What is summed over is named by an empty text.';
comment on column private.execution_sums.histogram is 'A log-bucket histogram (private.histogram_key) as one number: the sum of count * 10 ^ (12 key). A cell holds less than 10 ^ 12 executions.';
alter table private.execution_sums enable row level security;
grant select on private.execution_sums to authenticated, service_role;
create policy "members see sums" on private.execution_sums
  for select to authenticated
  using (workspace_id in (select private.my_workspace_ids()));

-- From the top, because the number begins there, in strides of sixteen cells, then four, then one, where the count passes the rank:
-- a number's remainder by 10 ^ 12 - 1 is the sum of its groups of twelve digits, as its remainder by 9 is that of its digits.
create function private.histogram_quantiles(histogram numeric, total bigint) returns double precision[]
language plpgsql immutable parallel safe set search_path = '' as $$
declare
  ratios constant double precision[] := array[0.99, 0.95, 0.50];
  found double precision[] := array[null, null, null]::double precision[];
  -- The smallest key is -346, a microsecond.
  behind_point constant integer := case when scale(histogram) > 0 then 346 else 0 end;
  -- Bytes, because the n-th character of a text is found by counting.
  digits constant bytea := convert_to((case behind_point when 0 then histogram else trunc(histogram * '1e4152'::numeric) end)::text, 'UTF8');
  cells constant integer := (length(digits) + 11) / 12;
  missing constant integer := cells * 12 - length(digits);
  place integer := 1;
  needed bigint := total - floor(ratios[1] * (total - 1))::bigint;
  seen bigint := 0;
  amount bigint;
  cell integer := 0;
  stride integer := 16;
begin
  while total > 0 and place <= 3 and cell < cells loop
    amount := mod(convert_from(substr(digits, cell * 12 + 1 - missing, stride * 12), 'UTF8')::numeric, 999999999999);
    if seen + amount < needed then
      seen := seen + amount;
      cell := cell + stride;
      if stride < 16 and cell % (stride * 4) = 0 then
        stride := stride * 4;
      end if;
    elsif stride > 1 then
      stride := stride / 4;
    else
      found[4 - place] := private.histogram_value((cells - 1 - cell - behind_point)::smallint);
      place := place + 1;
      needed := total - floor(ratios[place] * (total - 1))::bigint;
    end if;
  end loop;
  return found;
end
$$;
comment on function private.histogram_quantiles is
  'p50, p95 and p99 of a histogram of so many values, as execution_sums holds it: the value at rank floor(q (n - 1)), within 1 %; nulls when it is empty.';
grant execute on function private.histogram_quantiles to authenticated, service_role;
