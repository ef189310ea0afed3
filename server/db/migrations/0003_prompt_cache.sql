CREATE TABLE "prompt_keys" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"hint" text NOT NULL,
	"token_hash" text,
	"access_key_id" text,
	"sealed_secret" text,
	"namespaces" text[] NOT NULL,
	"rate_per_minute" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" text,
	CONSTRAINT "prompt_keys_kind" CHECK (("prompt_keys"."kind" = 'bearer' and "prompt_keys"."token_hash" is not null and "prompt_keys"."access_key_id" is null and "prompt_keys"."sealed_secret" is null)
        or ("prompt_keys"."kind" = 'signing' and "prompt_keys"."token_hash" is null and "prompt_keys"."access_key_id" is not null and "prompt_keys"."sealed_secret" is not null))
);
--> statement-breakpoint
CREATE TABLE "prompt_labels" (
	"namespace" text NOT NULL,
	"pair_id" text NOT NULL,
	"asked" text NOT NULL,
	"stored" text NOT NULL,
	"score" real NOT NULL,
	"label" text NOT NULL,
	"labelled_by" text NOT NULL,
	"labelled_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "prompt_labels_namespace_pair_id_pk" PRIMARY KEY("namespace","pair_id"),
	CONSTRAINT "prompt_labels_label" CHECK ("prompt_labels"."label" in ('right', 'wrong'))
);
--> statement-breakpoint
CREATE TABLE "prompt_namespaces" (
	"name" text PRIMARY KEY NOT NULL,
	"generation" integer DEFAULT 1 NOT NULL,
	"settings" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "prompt_namespaces_name" CHECK ("prompt_namespaces"."name" ~ '^[a-z][a-z0-9-]{0,39}$'),
	CONSTRAINT "prompt_namespaces_generation" CHECK ("prompt_namespaces"."generation" > 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX "prompt_keys_token_hash" ON "prompt_keys" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "prompt_keys_access_key_id" ON "prompt_keys" USING btree ("access_key_id");--> statement-breakpoint
CREATE INDEX "prompt_labels_wrong" ON "prompt_labels" USING btree ("namespace") WHERE "prompt_labels"."label" = 'wrong';