import "server-only";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { z } from "zod";
import { isAppError, newRef } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import { type RuntimeParts, RuntimeSession } from "./runtime-session";
import { Invocation, type WireHarness } from "./wire";

const SESSION = "x-amzn-bedrock-agentcore-runtime-session-id";
const LONGEST_BODY = 20 * 1024 * 1024;
const Command = z.looseObject({ command: z.string().min(1), timeout: z.number().optional() });

/**
 * AgentCore's contract of a runtime: `GET /ping`, `POST /invocations` with the session in a header, the
 * answer streamed as server-sent events. `/commands` and `/stop` stand for what AgentCore does around
 * the program: a command in the session's sandbox, and the session's end. `own` is the harness of
 * invocations that are a prompt only.
 */
export function serveRuntime(parts: RuntimeParts, own: WireHarness | undefined): Server {
  const sessions = new Map<string, RuntimeSession>();
  const sessionOf = (id: string) => {
    const session = sessions.get(id) ?? new RuntimeSession(parts, id);
    sessions.set(id, session);
    return session;
  };
  return createServer((req, res) => {
    answer(req, res).catch((error: unknown) => refuse(res, error));
  });

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (req.method === "GET" && req.url === "/ping") {
      const busy = [...sessions.values()].some((session) => session.busy);
      return say(res, 200, { status: busy ? "HealthyBusy" : "Healthy" });
    }
    const id = req.headers[SESSION];
    if (req.method !== "POST" || typeof id !== "string" || !/^[\w-]{1,255}$/.test(id))
      return say(res, 404, { message: "There is no such page, or the session is not named." });
    const body: unknown = JSON.parse(await read(req));
    if (req.url === "/invocations") return invoke(res, sessionOf(id), body);
    if (req.url === "/commands") return command(res, id, body);
    if (req.url !== "/stop") return say(res, 404, { message: "There is no such page." });
    await sessions.get(id)?.stop();
    sessions.delete(id);
    say(res, 200, {});
  }

  async function invoke(res: ServerResponse, session: RuntimeSession, body: unknown) {
    const asked = Invocation.safeParse(body);
    if (!asked.success) return say(res, 400, { message: z.prettifyError(asked.error) });
    const given = asked.data;
    const harness = "harness" in given ? given.harness : own;
    if (!harness) return say(res, 400, { message: "This runtime has no harness of its own." });
    const messages =
      "messages" in given
        ? given.messages
        : [{ role: "user" as const, content: [{ text: given.prompt }] }];
    const problem = await session.invoke(harness as WireHarness, messages as never, (event) => {
      begin(res);
      res.write(`data: ${JSON.stringify(event)}\n\n`);
    });
    begin(res);
    if (problem) res.write(`event: error\ndata: ${JSON.stringify({ message: problem })}\n\n`);
    res.end();
  }

  async function command(res: ServerResponse, id: string, body: unknown): Promise<void> {
    const asked = Command.safeParse(body);
    if (!asked.success) return say(res, 400, { message: "There is no command." });
    const workspace = await parts.workspaces.open(id);
    const tell = (chunk: unknown) => res.write(`data: ${JSON.stringify(chunk)}\n\n`);
    begin(res);
    tell({ contentStart: {} });
    const { exitCode, problem } = await workspace.run(asked.data.command, {
      ...(asked.data.timeout && { timeoutMs: asked.data.timeout * 1_000 }),
      onOutput: ({ stream, text }) => tell({ contentDelta: { [stream]: text } }),
    });
    if (problem) tell({ contentDelta: { stderr: `${problem}\n` } });
    const status = exitCode === null ? "TIMED_OUT" : "COMPLETED";
    tell({ contentStop: { exitCode: exitCode ?? -1, status } });
    res.end();
  }
}

function begin(res: ServerResponse): void {
  if (res.headersSent) return;
  res.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
}

function say(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function refuse(res: ServerResponse, error: unknown): void {
  const known = isAppError(error);
  const ref = newRef();
  if (!known) log().error({ ref, error }, "an invocation failed");
  const message = known ? error.message : `The program failed (${ref}).`;
  if (res.headersSent) {
    res.end(`event: error\ndata: ${JSON.stringify({ message })}\n\n`);
    return;
  }
  const status = !known
    ? 500
    : error.code === "conflict"
      ? 409
      : error.code === "invalid"
        ? 400
        : 502;
  say(res, status, { message });
}

async function read(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    size += (chunk as Buffer).length;
    if (size > LONGEST_BODY) throw new Error("The request is too long.");
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8") || "{}";
}
