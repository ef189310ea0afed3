CREATE TABLE "audit_head" (
	"id" integer PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "audit_head_one_row" CHECK ("audit_head"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "audit_ledger" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"entry_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"person_id" text,
	"person_name" text,
	"person_email" text,
	"person_role" text,
	"action" text,
	"target" text,
	"why" text,
	"input" jsonb,
	"request_id" text,
	"outcome" text,
	"problem_code" text,
	"message" text,
	"upstream" jsonb,
	"duration_ms" integer,
	"settled_by" text,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_ledger_kind" CHECK ("audit_ledger"."kind" in ('intent', 'settle')),
	CONSTRAINT "audit_ledger_outcome" CHECK (("audit_ledger"."kind" = 'intent' and "audit_ledger"."outcome" is null) or ("audit_ledger"."kind" = 'settle' and "audit_ledger"."outcome" in ('applied', 'refused', 'failed', 'unknown')))
);
--> statement-breakpoint
CREATE TABLE "revoked_sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"revoked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"provider" text NOT NULL,
	"subject" text NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"password_hash" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_sign_in_at" timestamp (3) with time zone,
	"disabled_at" timestamp (3) with time zone,
	CONSTRAINT "users_role" CHECK ("users"."role" in ('viewer', 'operator', 'approver', 'admin'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX "audit_ledger_one_intent" ON "audit_ledger" USING btree ("entry_id") WHERE "audit_ledger"."kind" = 'intent';--> statement-breakpoint
CREATE UNIQUE INDEX "audit_ledger_one_known_outcome" ON "audit_ledger" USING btree ("entry_id") WHERE "audit_ledger"."kind" = 'settle' and "audit_ledger"."outcome" <> 'unknown';--> statement-breakpoint
CREATE INDEX "audit_ledger_entry" ON "audit_ledger" USING btree ("entry_id","seq");--> statement-breakpoint
CREATE INDEX "audit_ledger_at" ON "audit_ledger" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_ledger_person" ON "audit_ledger" USING btree ("person_email","seq");--> statement-breakpoint
CREATE INDEX "audit_ledger_action" ON "audit_ledger" USING btree ("action","seq");--> statement-breakpoint
CREATE INDEX "revoked_sessions_expires_at" ON "revoked_sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "users_provider_subject" ON "users" USING btree ("provider","subject");