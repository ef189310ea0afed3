import "server-only";
import type { JournalEntry, JournalEvent } from "@/lib/agents/events";
import { pool } from "@/server/db";
import { AppError } from "@/server/platform/errors";
import { noSession } from "../store/write-sessions";

/** A line before it has its number. */
export interface NewLine {
  at: Date;
  runId?: string;
  event: JournalEvent;
}

/** Taking the next numbers locks the session's row, so there is never a gap; all lines or none. */
const APPEND = `
  with taken as (
    update agent_sessions
       set last_seq = last_seq + jsonb_array_length($2::jsonb), updated_at = now()
     where id = $1 and ($3::text is null or run_owner = $3)
    returning last_seq - jsonb_array_length($2::jsonb) as before
  )
  insert into agent_events (session_id, seq, at, run_id, event)
  select $1, taken.before + line.place, (line.value ->> 'at')::timestamptz,
         (line.value ->> 'runId')::uuid, line.value -> 'event'
    from taken, jsonb_array_elements($2::jsonb) with ordinality as line(value, place)
  returning seq`;

/**
 * Writes lines in one statement; durable when it resolves. With `owner` only while that is who runs the
 * session: whoever lost it writes nothing more. @throws AppError not_found, conflict
 */
export async function appendEvents(
  sessionId: string,
  lines: NewLine[],
  owner?: string,
): Promise<JournalEntry[]> {
  if (lines.length === 0) return [];
  const text = storable(JSON.stringify(lines));
  const { rows } = await pool().query<{ seq: number }>(APPEND, [sessionId, text, owner ?? null]);
  if (rows.length === 0)
    throw owner ? new AppError("conflict", "Another process runs this session.") : noSession();
  const first = Math.min(...rows.map(({ seq }) => seq));
  const written = JSON.parse(text) as { at: string; runId?: string; event: JournalEvent }[];
  return written.map((line, index) => ({ seq: first + index, ...line }));
}

/** PostgreSQL's JSON holds neither NUL nor half of a surrogate pair; output that was cut may have both. */
const storable = (json: string): string =>
  json.includes("\\u")
    ? json.replace(/(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g, "$1\ufffd")
    : json;
