import { randomUUID } from "node:crypto";
import {
  BedrockAgentCoreClient,
  InvokeAgentRuntimeCommand,
  InvokeAgentRuntimeCommandCommand,
  InvokeHarnessCommand,
  type InvokeHarnessStreamOutput,
  StopRuntimeSessionCommand,
} from "@aws-sdk/client-bedrock-agentcore";
import {
  BedrockAgentCoreControlClient,
  GetHarnessCommand,
  ListAgentRuntimesCommand,
  ListHarnessesCommand,
} from "@aws-sdk/client-bedrock-agentcore-control";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerAgents } from "../../../../scripts/services/agents.ts";
import { setFaults } from "../../lab/bedrock/a-model.ts";
import { lab } from "./world";

let data: BedrockAgentCoreClient;
let control: BedrockAgentCoreControlClient;
let harnessArn = "";
let runtimeArn = "";
beforeAll(async () => {
  // A second time: everything is there once.
  await registerAgents(lab.endpoint, lab.stateDir);
  const connection = {
    endpoint: lab.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "lab", secretAccessKey: "lab" },
    maxAttempts: 1,
  };
  data = new BedrockAgentCoreClient(connection);
  control = new BedrockAgentCoreControlClient(connection);
  const { harnesses } = await control.send(new ListHarnessesCommand({}));
  harnessArn = harnesses?.[0]?.arn ?? "";
  const { agentRuntimes } = await control.send(new ListAgentRuntimesCommand({}));
  runtimeArn = agentRuntimes?.[0]?.agentRuntimeArn ?? "";
});
afterAll(() => {
  data?.destroy();
  control?.destroy();
});

const newSession = () => `ses_${randomUUID().replaceAll("-", "")}`;
const say = (text: string) => [{ role: "user" as const, content: [{ text }] }];

async function invoke(
  runtimeSessionId: string,
  messages: ConstructorParameters<typeof InvokeHarnessCommand>[0]["messages"],
): Promise<InvokeHarnessStreamOutput[]> {
  const { stream } = await data.send(
    new InvokeHarnessCommand({ harnessArn, runtimeSessionId, messages }),
  );
  const events: InvokeHarnessStreamOutput[] = [];
  for await (const event of stream ?? []) events.push(event);
  return events;
}

const textOf = (events: InvokeHarnessStreamOutput[]) =>
  events.map(({ contentBlockDelta }) => contentBlockDelta?.delta?.text ?? "").join("");
const stopOf = (events: InvokeHarnessStreamOutput[]) =>
  events.findLast(({ messageStop }) => messageStop)?.messageStop?.stopReason;

const INVOKE = { service: "bedrock-agentcore", operation: "InvokeHarness" };

describe("AgentCore in the lab, asked by the SDK as it is", () => {
  it("lists and tells what was registered once", async () => {
    const { harnesses = [] } = await control.send(new ListHarnessesCommand({}));
    expect(harnesses.map(({ harnessName, status }) => [harnessName, status])).toEqual([
      ["TrendsAgentHarness", "READY"],
    ]);
    expect(harnesses[0]?.createdAt).toBeInstanceOf(Date);
    const { harness } = await control.send(
      new GetHarnessCommand({ harnessId: harnesses[0]?.harnessId }),
    );
    expect(harness?.model).toEqual({ bedrockModelConfig: { modelId: "lab.operator-v1" } });
    expect(harness?.environment?.agentCoreRuntimeEnvironment?.agentRuntimeArn).toContain(
      ":runtime/",
    );
    const { agentRuntimes = [] } = await control.send(new ListAgentRuntimesCommand({}));
    expect(agentRuntimes.map(({ agentRuntimeName }) => agentRuntimeName)).toEqual([
      "trends_runtime",
    ]);
  });

  it("streams a turn in which the harness really runs a tool, and remembers it", async () => {
    const session = newSession();
    const events = await invoke(session, say("Please run `echo hello > note.txt; cat note.txt`"));
    const started = events.flatMap(({ contentBlockStart }) => contentBlockStart?.start ?? []);
    expect(started[0]?.toolUse?.name).toBe("shell");
    expect(started[1]?.toolResult).toMatchObject({ status: "success" });
    expect(textOf(events)).toContain("hello");
    expect(stopOf(events)).toBe("end_turn");
    expect(events.some(({ metadata }) => (metadata?.usage?.outputTokens ?? 0) > 0)).toBe(true);
    const again = await invoke(session, say("Compose a sonnet"));
    expect(textOf(again)).toContain("Before that you said: “Please run");
  });

  it("runs a command in the session's own files, and none of another's", async () => {
    const session = newSession();
    await invoke(session, say("Please run `echo mine > mine.txt`"));
    const run = async (runtimeSessionId: string, command: string) => {
      const { harness } = await control.send(
        new GetHarnessCommand({ harnessId: harnessArn.split("/").at(-1) }),
      );
      const { stream } = await data.send(
        new InvokeAgentRuntimeCommandCommand({
          agentRuntimeArn: harness?.environment?.agentCoreRuntimeEnvironment?.agentRuntimeArn,
          runtimeSessionId,
          body: { command },
        }),
      );
      let text = "";
      let exitCode: number | undefined;
      for await (const { chunk } of stream ?? []) {
        text += chunk?.contentDelta?.stdout ?? "";
        exitCode = chunk?.contentStop?.exitCode ?? exitCode;
      }
      return { text, exitCode };
    };
    expect(await run(session, "cat mine.txt")).toEqual({ text: "mine\n", exitCode: 0 });
    expect((await run(newSession(), "cat mine.txt")).exitCode).not.toBe(0);
  });

  it("ends the turn at an inline function and goes on with its answer", async () => {
    const session = newSession();
    const events = await invoke(session, say('Call approve_publishing with {"channel": "news"}'));
    expect(stopOf(events)).toBe("tool_use");
    const use = events.flatMap(
      ({ contentBlockStart }) => contentBlockStart?.start?.toolUse ?? [],
    )[0];
    expect(use?.name).toBe("approve_publishing");
    const answer = (toolUseId: string) => [
      {
        role: "user" as const,
        content: [{ toolResult: { toolUseId, content: [{ text: "Approved by Ada." }] } }],
      },
    ];
    const after = await invoke(session, answer(use?.toolUseId ?? ""));
    expect(textOf(after)).toContain("Approved by Ada.");
    expect(stopOf(after)).toBe("end_turn");
    await expect(invoke(session, answer(use?.toolUseId ?? ""))).rejects.toMatchObject({
      name: "ValidationException",
    });
  });

  it("invokes a runtime by its prompt, and stops a session", async () => {
    const runtimeSessionId = newSession();
    const answer = await data.send(
      new InvokeAgentRuntimeCommand({
        agentRuntimeArn: runtimeArn,
        runtimeSessionId,
        payload: Buffer.from(JSON.stringify({ prompt: "Count to 3" })),
      }),
    );
    expect(answer.contentType).toBe("text/event-stream");
    const text = await answer.response?.transformToString();
    expect(text).toContain('data: {"messageStart":{"role":"assistant"}}');
    const stopped = await data.send(
      new StopRuntimeSessionCommand({ agentRuntimeArn: runtimeArn, runtimeSessionId }),
    );
    expect(stopped.runtimeSessionId).toBe(runtimeSessionId);
  });

  it("refuses what AWS refuses, and fails when it is told to", async () => {
    await expect(invoke("short", say("Hello"))).rejects.toMatchObject({
      name: "ValidationException",
    });
    const gone = new GetHarnessCommand({ harnessId: "gone-0123456789" });
    await expect(control.send(gone)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await setFaults(lab, { ...INVOKE, kind: "throttle" });
    await expect(invoke(newSession(), say("Hello"))).rejects.toMatchObject({
      name: "ThrottlingException",
    });
    await setFaults(lab, { ...INVOKE, kind: "cut", after: 3 });
    await expect(invoke(newSession(), say("Count to 50"))).rejects.toThrow();
    await setFaults(lab, { ...INVOKE, kind: "error", code: "RuntimeClientError", after: 2 });
    await expect(invoke(newSession(), say("Count to 50"))).rejects.toMatchObject({
      name: "RuntimeClientError",
    });
    await setFaults(lab);
  });
});
