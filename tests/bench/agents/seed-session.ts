import { randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import type { JournalEvent } from "../../../lib/agents/events.ts";

/** Answers are as long as those of an explanation with cited lines. */
const ANSWER =
  "The deployment failed in **ValidateService** [ValidateService, line 3]: nothing listens on 8080. ".repeat(
    4,
  );

/**
 * Writes a session's journal of so many events straight into PostgreSQL, in the shape that runs leave
 * it: a question, a tool that reads, an answer in pieces. It belongs to the person with that e-mail.
 * @returns the session's id
 */
export async function seedSession(
  databaseUrl: string,
  email: string,
  events: number,
): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query("select id, name from users where email = $1", [email]);
    const owner = rows[0] as { id: string; name: string };
    const id = `ses_${randomBytes(16).toString("hex")}`;
    await client.query(
      `insert into agent_sessions (id, agent, version, home, title, owner_id, owner_name, owner_email,
                                   mode, model, limits, last_seq)
       values ($1, 'release_analyst', 1, '{"kind":"local"}', $2, $3, $4, $5, 'act',
               '{"provider":"bedrock","modelId":"lab.operator-v1"}', '{}', $6)`,
      [id, `A journal of ${events} events`, owner.id, owner.name, email, events],
    );
    const lines = journal(email, events);
    await client.query(
      `insert into agent_events (session_id, seq, at, run_id, event)
       select $1, line.seq, now() - interval '1 hour' + line.seq * interval '1 second', line.run::uuid, line.event
         from jsonb_to_recordset($2::jsonb) as line(seq int, run text, event jsonb)`,
      [id, JSON.stringify(lines)],
    );
    return id;
  } finally {
    await client.end();
  }
}

function journal(by: string, events: number) {
  const lines: { seq: number; run: string; event: JournalEvent }[] = [];
  while (lines.length < events) {
    const run = randomUUID();
    for (const event of aRun(by)) lines.push({ seq: lines.length + 1, run, event });
  }
  return lines.slice(0, events);
}

function aRun(by: string): JournalEvent[] {
  const toolUseId = `tooluse_${randomBytes(8).toString("hex")}`;
  const name = "release_read_deployment";
  const usage = { inputTokens: 4_000, outputTokens: 80, totalTokens: 4_080 };
  const text = (role: "user" | "assistant", pieces: string[]): JournalEvent[] => [
    { messageStart: { role } },
    ...pieces.map((piece) => ({
      contentBlockDelta: { contentBlockIndex: 0, delta: { text: piece } },
    })),
    { contentBlockStop: { contentBlockIndex: 0 } },
    { messageStop: { stopReason: "end_turn" } },
  ];
  return [
    { x_run: { phase: "started", by, model: "lab.operator-v1", mode: "act" } },
    ...text("user", ["Why was the deployment of v1.1 rolled back?"]),
    { messageStart: { role: "assistant" } },
    { contentBlockStart: { contentBlockIndex: 0, start: { toolUse: { toolUseId, name } } } },
    { contentBlockDelta: { contentBlockIndex: 0, delta: { toolUse: { input: "{}" } } } },
    { contentBlockStop: { contentBlockIndex: 0 } },
    { messageStop: { stopReason: "tool_use" } },
    { metadata: { usage, metrics: { latencyMs: 400 } } },
    { x_tool: { toolUseId, name, phase: "requested", class: "read", source: "verb" } },
    { x_tool: { toolUseId, name, phase: "started", rule: "Reading tools run without asking." } },
    {
      x_tool: {
        toolUseId,
        name,
        phase: "finished",
        result: { status: "success", content: [{ text: ANSWER }] },
        durationMs: 120,
      },
    },
    ...text("assistant", ANSWER.match(/.{1,40}/gs) ?? []),
    { metadata: { usage, metrics: { latencyMs: 900 } } },
    { x_run: { phase: "ended", stopReason: "end_turn", durationMs: 1_500 } },
  ];
}
