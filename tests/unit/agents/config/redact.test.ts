import { describe, expect, test } from "vitest";
import type { AgentTool, ToolCall } from "@/server/agents/contracts";
import { hideSecrets } from "@/server/agents/hide-secrets";
import { redactor } from "@/server/agents/redact";
import { AppError } from "@/server/platform/errors";
import { secretsOf } from "@/server/platform/secrets-of";

const SECRET = "p@ss/word+12345";
const { text, json, stream } = redactor([SECRET, "short"]);

describe("secrets are hidden by value", () => {
  const TABLE: [what: string, given: string, said: string][] = [
    ["as it is", `x ${SECRET} y`, "x [hidden] y"],
    ["URL-encoded", encodeURIComponent(SECRET), "[hidden]"],
    ["in base64", `a: ${Buffer.from(SECRET).toString("base64")}.`, "a: [hidden]."],
    ["what is too short to be told from a word stays", "short", "short"],
  ];
  test.each(TABLE)("%s", (_what, given, said) => {
    expect(text(given)).toBe(said);
  });
});

describe("secrets are hidden by form, and what stands around them stays", () => {
  const pem = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----";
  const TABLE: [given: string, said: string][] = [
    [`key:\n${pem}\nend`, "key:\n[hidden]\nend"],
    ["id AKIAIOSFODNN7EXAMPLE.", "id [hidden]."],
    [`clone with ghp_${"a".repeat(36)}`, "clone with [hidden]"],
    ["postgres://switchyard:hunter22@db/x", "postgres://switchyard:[hidden]@db/x"],
    ["Authorization: Bearer abcdefghijklmnopqrstuvwx", "Authorization: Bearer [hidden]"],
    ['{"secretAccessKey": "abcd/efgh1234"}', '{"secretAccessKey": "[hidden]"}'],
    ["DB_PASSWORD=correct-horse", "DB_PASSWORD=[hidden]"],
    [`jwt eyJ${"a".repeat(20)}.eyJ${"b".repeat(20)}.${"c".repeat(20)}`, "jwt [hidden]"],
    ["listening on port 9090; expected 8080", "listening on port 9090; expected 8080"],
    ["1200 input tokens, 30 output tokens", "1200 input tokens, 30 output tokens"],
    ["https://example.com/a:b@c", "https://example.com/a:b@c"],
  ];
  test.each(TABLE)("%s", (given, said) => {
    expect(text(given)).toBe(said);
  });
});

test("values and keys of JSON alike", () => {
  expect(json({ [SECRET]: [1, null, { a: `=${SECRET}` }] })).toEqual({
    "[hidden]": [1, null, { a: "=[hidden]" }],
  });
});

test("with certainty only, code that names secrets stays readable and values are hidden all the same", () => {
  const certain = redactor([SECRET], "certain");
  const code = "const token = await readToken(); // password: see the vault";
  expect(certain.text(code)).toBe(code);
  expect(certain.text(`${SECRET} AKIAIOSFODNN7EXAMPLE`)).toBe("[hidden] [hidden]");
});

test("a tool says no secret: in its result, its live output and its errors", async () => {
  const said: string[] = [];
  const leaky = (run: AgentTool["run"]): AgentTool => ({
    name: "leaky",
    description: "",
    inputSchema: { type: "object" },
    source: "mcp",
    class: "read",
    run,
  });
  const provider = hideSecrets(
    async () => ({
      tools: [
        leaky(async (_input, call) => {
          call.emit({ stream: "stdout", text: `out ${SECRET.slice(0, 4)}` });
          call.emit({ stream: "stdout", text: `${SECRET.slice(4)} end` });
          return { status: "success", content: [{ text: SECRET }, { json: { [SECRET]: 1 } }] };
        }),
        leaky(async () => {
          throw new AppError("invalid", `No: ${SECRET}`);
        }),
      ],
      unresolved: [],
    }),
    redactor([SECRET]),
  );
  const { tools } = await provider({} as never);
  const call = {
    emit: ({ text: live }: { text: string }) => said.push(live),
  } as unknown as ToolCall;
  expect(await tools[0]?.run({}, call)).toEqual({
    status: "success",
    content: [{ text: "[hidden]" }, { json: { "[hidden]": 1 } }],
  });
  expect(said.join("")).toBe("out [hidden] end");
  await expect(tools[1]?.run({}, call)).rejects.toMatchObject({ message: "No: [hidden]" });
});

test("a secret in pieces is found wherever it is cut, and nothing else is lost", () => {
  const whole = `before ${SECRET} after ${SECRET.slice(0, 5)}`;
  for (let at = 0; at <= whole.length; at++) {
    const output = stream();
    const said = output.push(whole.slice(0, at)) + output.push(whole.slice(at)) + output.end();
    expect(said).toBe(`before [hidden] after ${SECRET.slice(0, 5)}`);
  }
});

test("a process's secrets are known by their names and addresses, not by chance", () => {
  expect(
    secretsOf({
      NEXTAUTH_SECRET: "a-long-random-text",
      DATABASE_URL: "postgres://u:secret%21pass@h/d",
      AWS_SECRET_ACCESS_KEY: "lab",
      OPENAI_API_KEY: "sk-123456789",
      GITHUB_APP_PRIVATE_KEY: "/etc/switchyard/key.pem",
      PATH: "/usr/bin:/bin",
      NEXTAUTH_URL: "http://127.0.0.1:3000",
    }),
  ).toEqual(["a-long-random-text", "secret!pass", "sk-123456789"]);
});
