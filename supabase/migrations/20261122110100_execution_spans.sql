-- Purpose: what links OpenTelemetry spans to each other, so that children which come before their parents find them later.
-- Risk: none; a new table only, partitioned and dropped as execution_history is.

create function private.span_key(in_workspace uuid, in_trace uuid, in_span text) returns uuid
language sql immutable parallel safe set search_path = '' as $$
  select md5(in_workspace::text || in_trace::text || coalesce(in_span, 'root'))::uuid
$$;
comment on function private.span_key is
  'Names a span of a workspace in one value; without a span id, what the roots of a trace have instead of a parent.';
grant execute on function private.span_key to service_role;

create table public.execution_spans (
  workspace_id uuid not null,
  id uuid not null,
  span_key uuid not null,
  parent_key uuid not null,
  root_key uuid not null,
  service_agent_id text not null,
  own_agent_id text,
  inherited_agent_id text,
  parent_id uuid,
  primary key (workspace_id, id)
) partition by range (id);
comment on table public.execution_spans is
  'The span that an execution was: where it stands in its trace, and whose it is. No client reads it, so it has no policy.';
comment on column public.execution_spans.id is 'The execution''s id as sent: where the sender''s clock was off, the execution is stored under another.';
comment on column public.execution_spans.span_key is 'See private.span_key. One value and not three, so that a table without statistics is searched by the one index that helps.';
comment on column public.execution_spans.parent_key is 'The span_key of the parent; of a root, the root_key.';
comment on column public.execution_spans.root_key is 'What all roots of the trace have as their parent_key.';
comment on column public.execution_spans.service_agent_id is 'The service that sent the span: its agent while nobody names a better one.';
comment on column public.execution_spans.own_agent_id is 'The agent that the span itself names.';
comment on column public.execution_spans.inherited_agent_id is
  'The agent of the nearest known ancestor that names one. Where the span''s parent never came, the trace''s root is the nearest known.';
comment on column public.execution_spans.parent_id is 'The parent''s id as sent; null for a root, and until the parent comes.';

create index execution_spans_span_key on public.execution_spans (span_key);
create index execution_spans_parent_key on public.execution_spans (parent_key);
create index execution_spans_orphans on public.execution_spans (root_key) where parent_id is null and parent_key <> root_key;

alter table public.execution_spans enable row level security;
revoke all on public.execution_spans from anon, authenticated;

create table partitions.execution_spans_default partition of public.execution_spans default;
comment on table partitions.execution_spans_default is 'Takes what no daily partition covers.';
alter table partitions.execution_spans_default enable row level security;

insert into private.partitioned_tables (name, key_column, key_kind) values ('execution_spans', 'id', 'uuid');
select private.maintain_partitions();
