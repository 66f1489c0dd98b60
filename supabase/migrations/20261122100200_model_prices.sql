-- Purpose: what a model's tokens cost, since when; kept by the operators of a workspace.
-- Risk: none; new table only.

create table public.model_prices (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  provider text constraint model_prices_provider_form check (length(provider) between 1 and 120 and provider = lower(btrim(provider))),
  model text not null constraint model_prices_model_form
    check (length(model) between 1 and 200 and model = lower(btrim(model)) and model !~ '\*.' and model <> '*'),
  valid_from timestamptz not null
    constraint model_prices_valid_from_range check (valid_from >= '1970-01-01Z' and valid_from < '9998-01-01Z'),
  input_usd numeric(12, 6) not null constraint model_prices_input_range check (input_usd between 0 and 100000),
  output_usd numeric(12, 6) not null constraint model_prices_output_range check (output_usd between 0 and 100000),
  cached_input_usd numeric(12, 6) constraint model_prices_cached_range check (cached_input_usd between 0 and 100000),
  note text not null default '' constraint model_prices_note_length check (length(note) <= 500),
  created_by uuid references auth.users (id) on delete set null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  constraint model_prices_one_at_a_time unique nulls not distinct (workspace_id, provider, model, valid_from)
);
comment on table public.model_prices is 'What tokens of a model cost from an instant on, until a later row of the same provider and model.';
comment on column public.model_prices.provider is 'In lower case; null: whoever serves the model.';
comment on column public.model_prices.model is
  'In lower case. Stands for the model of that name and its dated versions (name-2025-08-07, name@20250807, name-0613, name-latest); with * at the end, for every name that begins so. See private.price_periods.';
comment on column public.model_prices.input_usd is 'US dollars for a million tokens; so are output_usd and cached_input_usd.';
comment on column public.model_prices.cached_input_usd is 'For the part of the input that came from the provider''s cache; null: as input_usd.';
comment on column public.model_prices.note is 'Where the price was read.';
create index model_prices_created_by on public.model_prices (created_by);

alter table public.model_prices enable row level security;
revoke all on public.model_prices from anon, authenticated;
grant select, delete on public.model_prices to authenticated;
grant insert (workspace_id, provider, model, valid_from, input_usd, output_usd, cached_input_usd, note, created_by)
  on public.model_prices to authenticated;
grant update (input_usd, output_usd, cached_input_usd, note, created_by) on public.model_prices to authenticated;
-- Operators and not admins alone: a price is a working figure that whoever sees a new model appear looks up; it gives
-- nobody any right, every change is audited, and each can be taken back.
create policy "members see prices" on public.model_prices
  for select to authenticated
  using (workspace_id in (select private.my_workspace_ids()));
create policy "operators add prices" on public.model_prices
  for insert to authenticated
  with check (workspace_id in (select private.my_workspace_ids('operator')) and created_by = (select auth.uid()));
create policy "operators correct prices" on public.model_prices
  for update to authenticated
  using (workspace_id in (select private.my_workspace_ids('operator')))
  with check (workspace_id in (select private.my_workspace_ids('operator')) and created_by = (select auth.uid()));
create policy "operators remove prices" on public.model_prices
  for delete to authenticated
  using (workspace_id in (select private.my_workspace_ids('operator')));

create function public.set_model_price(
  p_workspace_id uuid, p_model text, p_valid_from timestamptz, p_input_usd numeric, p_output_usd numeric,
  p_cached_input_usd numeric default null, p_provider text default null, p_note text default ''
) returns uuid
language plpgsql security invoker set search_path = '' as $$
declare
  made uuid;
begin
  perform private.require_role(p_workspace_id, 'operator');
  insert into public.model_prices (workspace_id, provider, model, valid_from, input_usd, output_usd, cached_input_usd, note, created_by)
  values (
    p_workspace_id, nullif(lower(btrim(p_provider)), ''), lower(btrim(p_model)), p_valid_from, p_input_usd, p_output_usd,
    p_cached_input_usd, coalesce(p_note, ''), (select auth.uid())
  )
  on conflict (workspace_id, provider, model, valid_from) do update set
    input_usd = excluded.input_usd, output_usd = excluded.output_usd, cached_input_usd = excluded.cached_input_usd,
    note = excluded.note, created_by = excluded.created_by
  returning id into made;
  return made;
end
$$;
comment on function public.set_model_price is
  'Sets what a model costs from an instant on, correcting a price of that very instant; returns its id. Earlier costs stay. Operators only.';

create function public.remove_model_price(p_workspace_id uuid, p_id uuid) returns boolean
language plpgsql security invoker set search_path = '' as $$
begin
  perform private.require_role(p_workspace_id, 'operator');
  delete from public.model_prices where workspace_id = p_workspace_id and id = p_id;
  return found;
end
$$;
comment on function public.remove_model_price is 'Removes a price and returns whether there was one. Costs that were reckoned with it stay. Operators only.';
revoke execute on function public.set_model_price, public.remove_model_price from public, anon;

-- Definer, because it writes the audit log.
create function private.audit_model_price() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  changed public.model_prices := coalesce(new, old);
begin
  -- A workspace that is being removed takes its audit log with it.
  if exists (select from public.workspaces where id = changed.workspace_id) then
    perform private.record_audit(
      changed.workspace_id,
      case tg_op when 'INSERT' then 'model_price.added' when 'DELETE' then 'model_price.removed' else 'model_price.corrected' end,
      'model_price', changed.id::text, nullif(changed.note, ''),
      jsonb_build_object('provider', changed.provider, 'model', changed.model, 'validFrom', changed.valid_from)
        || case when tg_op <> 'INSERT' then jsonb_build_object(
          'from', jsonb_build_object('inputUsd', old.input_usd, 'outputUsd', old.output_usd, 'cachedInputUsd', old.cached_input_usd)) else '{}' end
        || case when tg_op <> 'DELETE' then jsonb_build_object(
          'to', jsonb_build_object('inputUsd', new.input_usd, 'outputUsd', new.output_usd, 'cachedInputUsd', new.cached_input_usd)) else '{}' end
    );
  end if;
  return null;
end
$$;
create trigger model_prices_audit after insert or update or delete on public.model_prices
  for each row execute function private.audit_model_price();

-- Open pages follow the list itself.
alter publication supabase_realtime add table public.model_prices;
