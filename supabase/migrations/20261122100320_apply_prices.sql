-- Purpose: prices that were set later are applied to what happened before, in slices; and which models have none.
-- Risk: changes the cost of executions, never one that an agent reported; the rollups follow by their triggers.

create function public.model_costs(p_workspace_id uuid, p_from timestamptz)
returns table (
  model text, provider text, has_price boolean, executions bigint, input_tokens bigint, output_tokens bigint,
  added_usd double precision, first_started_at timestamptz, is_capped boolean
)
language plpgsql stable security invoker set search_path = '' as $$
declare
  -- What a page waits for has one cost: of more executions of a model than this, it is said that there are more.
  most constant integer := 20000;
  most_models constant integer := 200;
  at_model text := '';
begin
  for looked in 1 .. most_models loop
    at_model := private.next_unreported_model(p_workspace_id, p_from, at_model);
    exit when at_model is null;
    return query
      with slice as materialized (
        select costs.*, count(*) over () >= most as is_full
        from private.unreported_costs(p_workspace_id, p_from, at_model, '00000000-0000-0000-0000-000000000000', most) as costs
      )
      select at_model, slice.provider, slice.priced_usd is not null, count(*), sum(slice.input_tokens), sum(slice.output_tokens),
        coalesce(sum(slice.priced_usd - coalesce(slice.cost_usd, 0)), 0)::double precision, min(slice.started_at), bool_or(slice.is_full)
      from slice
      where slice.is_priceable
        and ((slice.priced_usd is null and slice.cost_usd is null) or slice.priced_usd is distinct from slice.cost_usd)
      group by slice.provider, slice.priced_usd is not null;
  end loop;
end
$$;
comment on function public.model_costs is
  'Executions since an instant whose cost nobody reported, by model and provider: those without a price, and those that a price gives another cost (and how much more).';

-- The last id stands for: all of that model was looked at; on to the next.
-- Definer, because nobody may change an execution but through this, and this only the costs that no agent reported.
create function private.price_slice(in_workspace uuid, in_from timestamptz, after_model text, after_id uuid, most integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  at_model text := after_model;
  result record;
begin
  perform private.require_role(in_workspace, 'operator');
  if after_id = 'ffffffff-ffff-ffff-ffff-ffffffffffff' then
    at_model := private.next_unreported_model(in_workspace, in_from, after_model);
    after_id := '00000000-0000-0000-0000-000000000000';
  end if;
  with looked as materialized (
    select * from private.unreported_costs(in_workspace, in_from, at_model, after_id, most)
  ), locked as (
    -- In the order in which ingest locks, so that the two never wait for each other in a circle.
    select history.id
    from public.execution_history as history
    where history.workspace_id = in_workspace
      and history.id in (select looked.id from looked where looked.is_priceable and looked.priced_usd <> coalesce(looked.cost_usd, -1))
    order by history.id
    for update
  ), changed as (
    update public.execution_history as history set cost_usd = looked.priced_usd, is_priced = true
    from looked
    join locked on locked.id = looked.id
    where history.workspace_id = in_workspace and history.id = looked.id
      -- Once more, of the row as it is now: somebody else may have been at it since it was looked at.
      and (history.cost_usd is null or history.is_priced) and history.cost_usd is distinct from looked.priced_usd
    returning looked.priced_usd - coalesce(looked.cost_usd, 0) as added_usd
  )
  select (select count(*) from looked) as looked, (select max(looked.id::text) from looked) as last_id, count(*) as priced,
    coalesce(sum(changed.added_usd), 0) as added_usd
  into result
  from changed;

  if result.priced > 0 then
    perform private.record_audit(in_workspace, 'executions.priced', 'execution', 'unreported', null,
      jsonb_build_object('count', result.priced, 'addedUsd', result.added_usd, 'from', in_from));
  end if;
  return jsonb_build_object(
    'priced', result.priced, 'addedUsd', result.added_usd,
    'next', case
      when result.looked = most then jsonb_build_object('model', at_model, 'id', result.last_id)
      when at_model is not null then jsonb_build_object('model', at_model, 'id', 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    end
  );
end
$$;
revoke execute on function private.price_slice from public, anon;
grant execute on function private.price_slice to authenticated, service_role;

create function public.price_executions(
  p_workspace_id uuid, p_from timestamptz, p_after_model text default '', p_after_id uuid default 'ffffffff-ffff-ffff-ffff-ffffffffffff',
  p_limit integer default 2000
) returns jsonb
language plpgsql security invoker set search_path = '' as $$
begin
  perform private.require_role(p_workspace_id, 'operator');
  return private.price_slice(p_workspace_id, p_from, p_after_model, p_after_id, least(greatest(p_limit, 1), 5000));
end
$$;
comment on function public.price_executions is
  'Applies the prices to one slice of the executions that began at or after an instant and whose cost nobody reported; next says where to go on, null at the end. Started anew, it finds only what is left. Operators only.';
revoke execute on function public.model_costs, public.price_executions from public, anon;
