ALTER TABLE "agent_sessions" ADD COLUMN "used_unpriced" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- What was used before is told by the journals; a fork used nothing of what it copied.
UPDATE "agent_sessions" SET "used_unpriced" = "told"."answers"
  FROM (
    SELECT "events"."session_id", count(*)::int AS "answers"
      FROM "agent_events" "events"
      JOIN "agent_sessions" "sessions" ON "sessions"."id" = "events"."session_id"
     WHERE "events"."event" ? 'metadata'
       AND NOT "events"."event" -> 'metadata' ? 'x_nanoUsd'
       AND "events"."seq" > coalesce(("sessions"."forked_from" ->> 'seq')::int, 0)
     GROUP BY "events"."session_id"
  ) "told"
 WHERE "told"."session_id" = "agent_sessions"."id";
