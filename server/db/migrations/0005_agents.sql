CREATE TABLE "agent_approvals" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"session_id" text NOT NULL,
	"run_id" uuid NOT NULL,
	"tool_use_id" text NOT NULL,
	"agent" text NOT NULL,
	"tool" text NOT NULL,
	"class" text NOT NULL,
	"input" text NOT NULL,
	"asked_input" text,
	"arguments_hash" text NOT NULL,
	"preview" jsonb NOT NULL,
	"rule" text NOT NULL,
	"requested_by_id" text NOT NULL,
	"requested_by_name" text NOT NULL,
	"requested_by_email" text NOT NULL,
	"requested_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"who" text NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"decided_by" jsonb,
	"decided_at" timestamp (3) with time zone,
	"reason" text,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "agent_approvals_state" CHECK ("agent_approvals"."state" in ('pending', 'approved', 'denied', 'expired', 'used', 'void')),
	CONSTRAINT "agent_approvals_class" CHECK ("agent_approvals"."class" in ('read', 'change', 'destroy'))
);
--> statement-breakpoint
CREATE TABLE "agent_events" (
	"session_id" text NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"run_id" uuid,
	"event" jsonb NOT NULL,
	CONSTRAINT "agent_events_session_id_seq_pk" PRIMARY KEY("session_id","seq")
);
--> statement-breakpoint
CREATE TABLE "agent_memories" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"agent" text NOT NULL,
	"person_id" text NOT NULL,
	"text" text NOT NULL,
	"session_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agent_sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"agent" text NOT NULL,
	"version" integer,
	"home" jsonb NOT NULL,
	"title" text NOT NULL,
	"owner_id" text NOT NULL,
	"owner_name" text NOT NULL,
	"owner_email" text NOT NULL,
	"state" text DEFAULT 'idle' NOT NULL,
	"mode" text NOT NULL,
	"model" jsonb NOT NULL,
	"limits" jsonb NOT NULL,
	"shared" boolean DEFAULT false NOT NULL,
	"forked_from" jsonb,
	"isolation" text,
	"used_turns" integer DEFAULT 0 NOT NULL,
	"used_input_tokens" bigint DEFAULT 0 NOT NULL,
	"used_output_tokens" bigint DEFAULT 0 NOT NULL,
	"used_nano_usd" bigint DEFAULT 0 NOT NULL,
	"used_ms" bigint DEFAULT 0 NOT NULL,
	"last_stop" text,
	"problem" text,
	"last_seq" integer DEFAULT 0 NOT NULL,
	"run_id" uuid,
	"run_owner" text,
	"lease_until" timestamp (3) with time zone,
	"stop_requested_by" text,
	"request_key" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "agent_sessions_id" CHECK ("agent_sessions"."id" ~ '^ses_[0-9a-f]{32}$'),
	CONSTRAINT "agent_sessions_state" CHECK ("agent_sessions"."state" in ('idle', 'running', 'waiting', 'failed')),
	CONSTRAINT "agent_sessions_mode" CHECK ("agent_sessions"."mode" in ('act', 'plan'))
);
--> statement-breakpoint
CREATE TABLE "agent_spans" (
	"trace_id" text NOT NULL,
	"span_id" text NOT NULL,
	"session_id" text NOT NULL,
	"run_id" uuid NOT NULL,
	"start_ns" bigint NOT NULL,
	"span" jsonb NOT NULL,
	CONSTRAINT "agent_spans_trace_id_span_id_pk" PRIMARY KEY("trace_id","span_id")
);
--> statement-breakpoint
CREATE TABLE "agent_switches" (
	"agent" text PRIMARY KEY NOT NULL,
	"by" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agent_versions" (
	"name" text NOT NULL,
	"version" integer NOT NULL,
	"files" jsonb NOT NULL,
	"hash" text NOT NULL,
	"saved_by" text NOT NULL,
	"saved_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"note" text,
	CONSTRAINT "agent_versions_name_version_pk" PRIMARY KEY("name","version"),
	CONSTRAINT "agent_versions_version" CHECK ("agent_versions"."version" > 0)
);
--> statement-breakpoint
ALTER TABLE "agent_approvals" ADD CONSTRAINT "agent_approvals_session_id_agent_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."agent_sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_events" ADD CONSTRAINT "agent_events_session_id_agent_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."agent_sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "agent_approvals_call" ON "agent_approvals" USING btree ("session_id","tool_use_id");--> statement-breakpoint
CREATE INDEX "agent_approvals_pending" ON "agent_approvals" USING btree ("expires_at") WHERE "agent_approvals"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "agent_memories_of" ON "agent_memories" USING btree ("agent","person_id","created_at");--> statement-breakpoint
CREATE INDEX "agent_memories_text" ON "agent_memories" USING gin (to_tsvector('simple', "text"));--> statement-breakpoint
CREATE UNIQUE INDEX "agent_sessions_request" ON "agent_sessions" USING btree ("owner_id","request_key");--> statement-breakpoint
CREATE INDEX "agent_sessions_agent" ON "agent_sessions" USING btree ("agent","updated_at");--> statement-breakpoint
CREATE INDEX "agent_sessions_owner" ON "agent_sessions" USING btree ("owner_id","updated_at");--> statement-breakpoint
CREATE INDEX "agent_sessions_updated" ON "agent_sessions" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "agent_sessions_at_work" ON "agent_sessions" USING btree ("state","lease_until") WHERE "agent_sessions"."state" in ('running', 'waiting');--> statement-breakpoint
CREATE INDEX "agent_spans_session" ON "agent_spans" USING btree ("session_id","start_ns");--> statement-breakpoint
-- The journal is append-only: what an agent did is never rewritten, whoever asks.
CREATE FUNCTION agent_events_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the journal of a session is append-only: % is refused', TG_OP
    USING ERRCODE = 'integrity_constraint_violation';
END;
$$;
--> statement-breakpoint
CREATE TRIGGER agent_events_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON agent_events
  FOR EACH STATEMENT EXECUTE FUNCTION agent_events_refuse();
