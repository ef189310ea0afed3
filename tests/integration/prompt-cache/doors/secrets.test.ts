import pino from "pino";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { NamespaceSettings } from "@/lib/prompt-cache/namespace";
import { log } from "@/server/platform/log";
import { issueKeyDefinition } from "@/server/prompt-cache/action-definitions";
import { answerBedrock } from "@/server/prompt-cache/doors/answer-bedrock";
import { answerPrompts } from "@/server/prompt-cache/doors/answer-prompts";
import { saveNamespace } from "@/server/prompt-cache/namespaces/save-namespace";
import { actingAs, dataOf } from "../../../fixtures/prompt-actions";
import {
  aCtx,
  type PromptCacheServers,
  startPromptCacheServers,
} from "../../../fixtures/prompt-cache-servers";

interface Stream {
  write(text: string): boolean;
}

const KEY = Buffer.alloc(32, 3).toString("base64");
const PROMPT = "What does nobody else may know?";
let servers: PromptCacheServers;
let written = "";

beforeAll(async () => {
  // The log writes to descriptor 1, past process.stdout: the logger's own stream tells what it wrote.
  servers = await startPromptCacheServers({
    SWITCHYARD_LOG_LEVEL: "trace",
    SWITCHYARD_PROMPT_CACHE_KEY: KEY,
    AWS_ENDPOINT_URL: "http://127.0.0.1:1",
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "lab",
    AWS_SECRET_ACCESS_KEY: "a-secret-of-the-console",
  });
  const { [pino.symbols.streamSym]: stream } = log() as unknown as Record<symbol, Stream>;
  if (!stream) throw new Error("the logger has no stream");
  vi.spyOn(stream, "write").mockImplementation((text: unknown) => {
    written += String(text);
    return true;
  });
});
afterAll(async () => {
  await servers?.close();
});

test("neither log nor ledger, database, Redis or answer holds a secret or a prompt when everything goes wrong", async () => {
  const settings = NamespaceSettings.parse({});
  await saveNamespace({ ctx: aCtx(), input: { name: "support", settings } });
  const act = actingAs(servers.postgres);
  const key = { name: "app", namespaces: ["support"] };
  const bearer = dataOf(await act("admin", issueKeyDefinition, { ...key, kind: "bearer" }));
  const signing = dataOf(await act("admin", issueKeyDefinition, { ...key, kind: "signing" }));
  if (bearer.kind !== "bearer" || signing.kind !== "signing") throw new Error("wrong kinds");
  const send = (answer: typeof answerPrompts, path: string, token: string, body: string) =>
    answer(
      new Request(`http://127.0.0.1:4800${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}` },
        body,
      }),
    );
  const converse = JSON.stringify({ messages: [{ role: "user", content: [{ text: PROMPT }] }] });
  const path = "/api/bedrock/model/lab.text-v1/converse";
  const answers = [
    // Bedrock is away; the token is wrong; the body is broken; Redis is away.
    await send(answerPrompts, "/api/prompts", bearer.token, JSON.stringify({ prompt: PROMPT })),
    await send(answerBedrock, path, bearer.token, converse),
    await send(answerPrompts, "/api/prompts", `${bearer.token.slice(0, -1)}!`, "{}"),
    await send(answerPrompts, "/api/prompts", bearer.token, `{"prompt":"${PROMPT}`),
  ];
  await servers.redis.stop();
  answers.push(await send(answerBedrock, path, bearer.token, converse));
  await servers.redis.start();
  expect(answers.map(({ status }) => status)).toEqual([503, 503, 401, 400, 503]);
  const told = await Promise.all(answers.map((answer) => answer.text()));
  for (const text of told) expect(text).toMatch(/^\{"(error|message)":"[A-Z].*\."\}$/);
  const [rows, keys] = await Promise.all([
    servers.postgres.query("select l::text as text from audit_ledger l"),
    servers.postgres.query("select k::text as text from prompt_keys k"),
  ]);
  expect(written.length).toBeGreaterThan(100);
  const everything = JSON.stringify([written, told, rows, keys]);
  for (const secret of [
    bearer.token.slice(3),
    signing.secretAccessKey,
    KEY,
    "a-secret-of-the-console",
    PROMPT,
  ])
    expect(everything).not.toContain(secret);
});
