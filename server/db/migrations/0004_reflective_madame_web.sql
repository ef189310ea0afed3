CREATE TABLE "ami_analyses" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"update_id" uuid NOT NULL,
	"analysis" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ami_notifications" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"update_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"channel" text NOT NULL,
	"notice" jsonb NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"due_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp (3) with time zone,
	CONSTRAINT "ami_notifications_state" CHECK ("ami_notifications"."state" in ('pending', 'sent', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "ami_skip_lifts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"cluster" text NOT NULL,
	"node_class" text NOT NULL,
	"image" text NOT NULL,
	"lifted_by" text NOT NULL,
	"reason" text NOT NULL,
	"lifted_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ami_updates" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"cluster" text NOT NULL,
	"node_class" text NOT NULL,
	"environment" text NOT NULL,
	"from_key" text NOT NULL,
	"to_key" text NOT NULL,
	"from_image" jsonb NOT NULL,
	"to_image" jsonb NOT NULL,
	"dry_run" boolean DEFAULT false NOT NULL,
	"started_by" text NOT NULL,
	"analysis" jsonb,
	"proposal" jsonb,
	"pull_number" integer,
	"pull_url" text,
	"decision" text,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"comment" text,
	"merge_commit" text,
	"override" jsonb,
	"outcome" text,
	"outcome_at" timestamp (3) with time zone,
	"outcome_why" text,
	"problem" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ami_updates_decision" CHECK ("ami_updates"."decision" in ('merged', 'closed', 'superseded', 'auto_merged')),
	CONSTRAINT "ami_updates_outcome" CHECK ("ami_updates"."outcome" in ('verified', 'stuck', 'regressed', 'reverted'))
);
--> statement-breakpoint
CREATE TABLE "ami_webhook_deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"event" text NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "ami_analyses" ADD CONSTRAINT "ami_analyses_update_id_ami_updates_id_fk" FOREIGN KEY ("update_id") REFERENCES "public"."ami_updates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ami_notifications" ADD CONSTRAINT "ami_notifications_update_id_ami_updates_id_fk" FOREIGN KEY ("update_id") REFERENCES "public"."ami_updates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ami_analyses_update" ON "ami_analyses" USING btree ("update_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "ami_notifications_once" ON "ami_notifications" USING btree ("update_id","kind","channel");--> statement-breakpoint
CREATE INDEX "ami_notifications_due" ON "ami_notifications" USING btree ("due_at") WHERE "ami_notifications"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "ami_skip_lifts_target" ON "ami_skip_lifts" USING btree ("cluster","node_class","image");--> statement-breakpoint
CREATE UNIQUE INDEX "ami_updates_one_way" ON "ami_updates" USING btree ("cluster","node_class","from_key","to_key") WHERE not "ami_updates"."dry_run" and "ami_updates"."decision" is null;--> statement-breakpoint
CREATE INDEX "ami_updates_target" ON "ami_updates" USING btree ("cluster","node_class","created_at");--> statement-breakpoint
CREATE INDEX "ami_updates_created" ON "ami_updates" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "ami_webhook_deliveries_received" ON "ami_webhook_deliveries" USING btree ("received_at");