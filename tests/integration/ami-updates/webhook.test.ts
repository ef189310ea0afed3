import { createHmac, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { onLookAgain } from "@/server/ami-updates/follow/look-again";
import { answerWebhook } from "@/server/ami-updates/webhook/answer-webhook";
import { migrate } from "@/server/db";
import { type Served, serveRequests } from "../../fixtures/serve-requests";
import { setConsoleEnv } from "../../fixtures/set-console-env";
import { startPostgres, type TestPostgres } from "../../fixtures/start-postgres";

const SECRET = "a-webhook-secret-of-the-tests";
const CONFIG = `
environments: [{name: dev}]
clusters:
  - name: dev
    environment: dev
    kubernetesVersion: "1.34"
    argo: {application: karpenter-nodeclass}
    repository: {owner: platform, name: eks-config}
    nodeClasses: [{name: default, path: nodeclass.yaml}]
`;

let postgres: TestPostgres;
let console_: Served;
let folder: string;
let looks = 0;
let unhear: () => void;

beforeAll(async () => {
  postgres = await startPostgres();
  folder = mkdtempSync(join(tmpdir(), "ami-webhook-"));
  writeFileSync(join(folder, "ami.yaml"), CONFIG);
  setConsoleEnv({
    DATABASE_URL: postgres.url,
    SWITCHYARD_AMI_CONFIG: join(folder, "ami.yaml"),
    GITHUB_WEBHOOK_SECRET: SECRET,
  });
  await migrate();
  console_ = await serveRequests(answerWebhook);
  unhear = onLookAgain(() => {
    looks += 1;
  });
});
afterAll(async () => {
  unhear?.();
  await console_?.close();
  await postgres?.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  looks = 0;
});

const aPull = (more: object = {}) => ({
  action: "closed",
  number: 5,
  pull_request: { merged: true, head: { ref: "ami-update/dev/default" } },
  repository: { name: "eks-config", owner: { login: "platform" } },
  ...more,
});
const sign = (body: string | Buffer, secret = SECRET) =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

interface Sent {
  id?: string;
  event?: string;
  signature?: string | null;
}

async function send(
  payload: object | string | Buffer,
  { id = randomUUID(), event = "pull_request", signature }: Sent = {},
): Promise<{ status: number; taken?: string; text: string }> {
  const body =
    typeof payload === "string" || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload);
  const signed = signature === undefined ? sign(body) : signature;
  const answer = await fetch(console_.url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      // Kept alive, it may be closed by the server just as the next one is sent.
      connection: "close",
      "x-github-delivery": id,
      "x-github-event": event,
      ...(signed && { "x-hub-signature-256": signed }),
    },
    body: body as BodyInit,
  });
  const text = await answer.text();
  return { status: answer.status, taken: JSON.parse(text).data?.taken, text };
}

const deliveries = async (): Promise<number> => {
  const [row] = await postgres.query<{ count: string }>(
    "select count(*) from ami_webhook_deliveries",
  );
  return Number(row?.count);
};

describe("a delivery that is GitHub's", () => {
  test("asks for another look, once however often it comes", async () => {
    const id = randomUUID();
    expect(await send(aPull(), { id })).toMatchObject({ status: 200, taken: "looked" });
    expect(await send(aPull(), { id })).toMatchObject({ status: 200, taken: "seen_before" });
    expect(looks).toBe(1);
    const many = randomUUID();
    const all = await Promise.all(Array.from({ length: 20 }, () => send(aPull(), { id: many })));
    expect(all.filter(({ taken }) => taken === "looked")).toHaveLength(1);
    expect(looks).toBe(2);
  });

  test("out of order does the same: nothing that it says is believed", async () => {
    await send(aPull({ action: "closed" }));
    await send(aPull({ action: "opened", pull_request: { merged: false } }));
    await send({ ref: "refs/heads/main", ...aPull() }, { event: "push" });
    expect(looks).toBe(3);
  });

  test("knows its repository in whatever case GitHub writes it", async () => {
    const repository = { name: "EKS-Config", owner: { login: "Platform" } };
    expect((await send(aPull({ repository }))).taken).toBe("looked");
  });

  test("of an unknown repository or event is harmless, and leaves nothing", async () => {
    const before = await deliveries();
    const repository = { name: "other", owner: { login: "platform" } };
    expect((await send(aPull({ repository }))).taken).toBe("not_ours");
    expect((await send(aPull(), { event: "star" })).taken).toBe("not_ours");
    expect((await send({ zen: "Keep it logically awesome." }, { event: "ping" })).taken).toBe(
      "not_ours",
    );
    expect((await send(aPull({ repository: "?" }))).taken).toBe("not_ours");
    expect((await send("[1]")).taken).toBe("not_ours");
    expect([looks, await deliveries()]).toEqual([0, before]);
  });
});

describe("what is refused does nothing", () => {
  const other = sign(JSON.stringify(aPull()), "another-secret-entirely");
  test.each([
    ["no signature", null],
    ["another secret's", other],
    ["another body's", sign("{}")],
    ["SHA-1", `sha1=${"0".repeat(40)}`],
    ["too short", sign(JSON.stringify(aPull())).slice(0, -1)],
    ["no hex", `sha256=${"z".repeat(64)}`],
  ])("signature: %s", async (_which, signature) => {
    const before = await deliveries();
    expect((await send(aPull(), { signature })).status).toBe(401);
    expect([looks, await deliveries()]).toEqual([0, before]);
  });

  test("no JSON, no UTF-8, no id, nothing at all", async () => {
    expect((await send("not json")).status).toBe(400);
    expect((await send(Buffer.from([0xff, 0xfe, 0x7b]))).status).toBe(401);
    expect((await send(aPull(), { id: "a b" })).status).toBe(400);
    expect((await send(aPull(), { event: "../x" })).status).toBe(400);
    expect((await send("")).status).toBe(401);
    expect(looks).toBe(0);
  });

  test("too much, whether its length is told or not", async () => {
    const large = Buffer.alloc(6 * 1024 * 1024, 32);
    expect((await send(large)).status).toBe(413);
    const stream = new ReadableStream({
      start(controller) {
        for (let chunk = 0; chunk < 6; chunk += 1)
          controller.enqueue(Buffer.alloc(1024 * 1024, 32));
        controller.close();
      },
    });
    const answer = await fetch(console_.url, {
      method: "POST",
      headers: { "x-hub-signature-256": sign(large) },
      body: stream,
      duplex: "half",
    } as RequestInit);
    expect(answer.status).toBe(413);
    expect(looks).toBe(0);
  });

  test("while PostgreSQL is away GitHub is told so, and may send it again", async () => {
    const id = randomUUID();
    await postgres.stop();
    try {
      expect((await send(aPull(), { id })).status).toBe(502);
      expect(looks).toBe(0);
    } finally {
      await postgres.start();
    }
    expect((await send(aPull(), { id })).taken).toBe("looked");
  });

  test("without a secret, or with the workflow off, there is no such address", async () => {
    for (const name of ["GITHUB_WEBHOOK_SECRET", "SWITCHYARD_AMI_CONFIG"]) {
      const before = process.env[name];
      delete process.env[name];
      try {
        expect((await send(aPull())).status).toBe(404);
      } finally {
        process.env[name] = before;
      }
    }
    expect(looks).toBe(0);
  });

  test("says nothing of the secret", async () => {
    const told = await Promise.all([send("x"), send(aPull(), { signature: null }), send(aPull())]);
    expect(told.map(({ text }) => text).join()).not.toContain(SECRET);
  });
});
