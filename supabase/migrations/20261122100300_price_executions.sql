-- Purpose: what an execution cost, from its tokens and the price in force when it started.
-- Risk: an index more for executions with a model and no reported cost; ingest reckons costs where prices exist.

-- The rest of a dated version's name: a date, a number of three digits or more, or latest; then perhaps a revision.
-- "-5" is none of these, so that name-4 is not taken for the price of name-4-5.
create function private.is_version_suffix(suffix text) returns boolean
language sql immutable parallel safe set search_path = '' as $$
  select suffix = '' or suffix ~ '^[-@:](\d{3,8}|\d{4}-\d{2}-\d{2}|\d{2}-\d{4}|latest)(-v\d+(:\d+)?)?$'
$$;

create function private.price_periods(in_workspace uuid, in_provider text, in_model text)
returns table (valid_from timestamptz, valid_until timestamptz, input_usd numeric, output_usd numeric, cached_input_usd numeric)
language sql stable security invoker set search_path = '' as $$
  with matching as (
    select price.*, rtrim(price.model, '*') as stem, right(price.model, 1) = '*' as is_pattern
    from public.model_prices as price
    where price.workspace_id = in_workspace
      and starts_with(lower(in_model), rtrim(price.model, '*'))
      and (right(price.model, 1) = '*' or private.is_version_suffix(substr(lower(in_model), length(price.model) + 1)))
      and (price.provider is null or in_provider is null or price.provider = lower(in_provider))
  ), candidates as (
    select matching.* from matching
    -- Whose model it was is not known: where two providers ask different prices, neither is guessed.
    where matching.provider is null or in_provider is not null or (select count(distinct other.provider) from matching as other) = 1
  ), changes as (
    select distinct candidates.valid_from as at from candidates
  )
  select changes.at, coalesce(lead(changes.at) over (order by changes.at), 'infinity'), best.input_usd, best.output_usd, best.cached_input_usd
  from changes
  cross join lateral (
    select candidates.*
    from candidates
    where candidates.valid_from <= changes.at
    -- The longest name is the nearest; a name before a pattern, the provider's own price before anybody's.
    order by length(candidates.stem) desc, candidates.is_pattern, candidates.provider nulls last, candidates.valid_from desc
    limit 1
  ) as best
$$;
comment on function private.price_periods is
  'What a model costs, and when: spans without overlap, from (included) to (excluded). Empty where no price matches.';

create function private.token_cost_usd(
  input_usd numeric, output_usd numeric, cached_input_usd numeric, input_tokens integer, output_tokens integer, cached_input_tokens integer
) returns numeric
language sql immutable parallel safe set search_path = '' as $$
  select round((
    (coalesce(input_tokens, 0) - coalesce(cached_input_tokens, 0)) * input_usd
    + coalesce(cached_input_tokens, 0) * coalesce(cached_input_usd, input_usd)
    + coalesce(output_tokens, 0) * output_usd
  ) / 1000000, 9)
$$;

create function private.cost_at(
  in_workspace uuid, in_provider text, in_model text, at timestamptz, input_tokens integer, output_tokens integer, cached_input_tokens integer
) returns numeric
language sql stable security invoker set search_path = '' as $$
  select private.token_cost_usd(
    period.input_usd, period.output_usd, period.cached_input_usd, input_tokens, output_tokens, cached_input_tokens)
  from private.price_periods(in_workspace, in_provider, in_model) as period
  where in_model is not null and coalesce(input_tokens, output_tokens) is not null
    and at >= period.valid_from and at < period.valid_until
$$;
comment on function private.cost_at is 'What tokens of a model cost at an instant, in US dollars; null where no price was in force, or nothing was counted.';
grant execute on function private.is_version_suffix, private.price_periods, private.token_cost_usd to authenticated, service_role;
grant execute on function private.cost_at to service_role;

-- What a price can still change: found by model without reading anything else.
create index execution_history_unreported_cost on public.execution_history (workspace_id, model, id)
  where model is not null and (cost_usd is null or is_priced);

-- The next model of which there are executions with a cost that nobody reported: from model to model by the index, past all
-- executions of the one before.
create function private.next_unreported_model(in_workspace uuid, in_from timestamptz, after_model text) returns text
language sql stable security invoker set search_path = '' as $$
  select history.model
  from public.execution_history as history
  where history.workspace_id = in_workspace and history.model > after_model and (history.cost_usd is null or history.is_priced)
    and history.id >= private.uuid_floor(in_from - interval '1 day')
  order by history.model
  limit 1
$$;

-- Executions of one model whose cost nobody reported, in order of id, so that a reader who stops can go on; each with what
-- it costs by the prices of now. An id may have been made a day before its execution began.
create function private.unreported_costs(in_workspace uuid, in_from timestamptz, in_model text, after_id uuid, most integer)
returns table (
  id uuid, provider text, started_at timestamptz, input_tokens integer, output_tokens integer, cost_usd numeric,
  is_priceable boolean, priced_usd numeric
)
language sql stable security invoker set search_path = '' as $$
  with slice as materialized (
    select history.*
    from public.execution_history as history
    where history.workspace_id = in_workspace and history.id >= private.uuid_floor(in_from - interval '1 day')
      and history.model = in_model and (history.cost_usd is null or history.is_priced) and history.id > after_id
    order by history.id
    limit most
  ), periods as materialized (
    select kind.provider, period.*
    from (select distinct slice.provider from slice) as kind
    cross join lateral private.price_periods(in_workspace, kind.provider, in_model) as period
  )
  select slice.id, slice.provider, slice.started_at, slice.input_tokens, slice.output_tokens, slice.cost_usd,
    slice.status <> 'running' and slice.started_at >= in_from and coalesce(slice.input_tokens, slice.output_tokens) is not null,
    private.token_cost_usd(
      periods.input_usd, periods.output_usd, periods.cached_input_usd, slice.input_tokens, slice.output_tokens, slice.cached_input_tokens)
  from slice
  left join periods on periods.provider is not distinct from slice.provider
    and slice.started_at >= periods.valid_from and slice.started_at < periods.valid_until
  order by slice.id
$$;
grant execute on function private.next_unreported_model, private.unreported_costs to authenticated, service_role;
