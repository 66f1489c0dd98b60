-- Purpose: what links OpenTelemetry spans to each other, so that children which come before their parents find them later.
-- Risk: none; a new table only, partitioned and dropped as execution_history is.

create table public.execution_spans (
  workspace_id uuid not null,
  id uuid not null,
  trace_id uuid not null,
  span_id text not null constraint execution_spans_span_id_form check (span_id ~ '^[0-9a-f]{16}$'),
  parent_span_id text constraint execution_spans_parent_span_id_form check (parent_span_id ~ '^[0-9a-f]{16}$'),
  service_agent_id text not null,
  own_agent_id text,
  inherited_agent_id text,
  parent_id uuid,
  primary key (workspace_id, id)
) partition by range (id);
comment on table public.execution_spans is
  'The span that an execution was: where it stands in its trace, and whose it is. No client reads it, so it has no policy.';
comment on column public.execution_spans.id is 'The execution''s id as sent: where the sender''s clock was off, the execution is stored under another.';
comment on column public.execution_spans.service_agent_id is 'The service that sent the span: its agent while nobody names a better one.';
comment on column public.execution_spans.own_agent_id is 'The agent that the span itself names.';
comment on column public.execution_spans.inherited_agent_id is
  'The agent of the nearest known ancestor that names one. Where the span''s parent never came, the trace''s root is the nearest known.';
comment on column public.execution_spans.parent_id is 'The parent''s id as sent; null for a root, and until the parent comes.';

create index execution_spans_span on public.execution_spans (workspace_id, trace_id, span_id);
create index execution_spans_parent_span on public.execution_spans (workspace_id, trace_id, parent_span_id);

alter table public.execution_spans enable row level security;
revoke all on public.execution_spans from anon, authenticated;

create table partitions.execution_spans_default partition of public.execution_spans default;
comment on table partitions.execution_spans_default is 'Takes what no daily partition covers.';
alter table partitions.execution_spans_default enable row level security;

insert into private.partitioned_tables (name, key_column, key_kind) values ('execution_spans', 'id', 'uuid');
select private.maintain_partitions();
