ALTER TABLE "agent_approvals" ADD COLUMN "permission" text;--> statement-breakpoint
ALTER TABLE "agent_approvals" ADD COLUMN "asks" text DEFAULT 'decision' NOT NULL;