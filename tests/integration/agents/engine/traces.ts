import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { Agent, BedrockModel, tool } from "@strands-agents/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { prepareTrace } from "@/lib/agents/prepare-trace";
import { redactor } from "@/server/agents/redact";
import { spanStore } from "@/server/agents/store/span-store";
import { startTelemetry, type Telemetry } from "@/server/agents/telemetry/telemetry";
import { LAB_MODEL as MODEL } from "../../../fixtures/agents/an-agent";
import { world } from "./world";

describe("traces", () => {
  const SECRET = "hunter2-hunter2";
  const received: string[] = [];
  const collector = createServer((request, response) => {
    let body = "";
    request.on("data", (piece) => {
      body += piece;
    });
    request.on("end", () => {
      received.push(body);
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  let telemetry: Telemetry;
  beforeAll(async () => {
    await new Promise<void>((done) => collector.listen(0, "127.0.0.1", done));
    telemetry = startTelemetry(
      spanStore(),
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
        SWITCHYARD_AGENTS_TRACE_CONTENT: "full",
      },
      {
        redact: redactor([SECRET]),
        exportTimeoutMs: 300,
        costOf: (_model, { inputTokens }) => inputTokens * 7,
      },
    );
  });
  afterAll(async () => {
    await telemetry.close();
  });

  const anSdkAgent = (attributes?: Record<string, string>) =>
    new Agent({
      name: "tracer",
      printer: false,
      sandbox: false,
      model: new BedrockModel({
        modelId: MODEL,
        region: "us-east-1",
        clientConfig: {
          endpoint: world.bedrock.url,
          credentials: { accessKeyId: "lab", secretAccessKey: "lab" },
          requestHandler: new NodeHttpHandler(),
        },
      }),
      tools: [
        tool({
          name: "read_secret",
          description: "Reads a secret.",
          inputSchema: z.object({}),
          callback: () => `password=${SECRET}`,
        }),
      ],
      ...(attributes && { traceAttributes: attributes }),
    });

  test("a run's spans are kept as one tree with tokens, money and its calls, and hold no secret, here or at the collector", async () => {
    const ids = {
      "session.id": `ses_${"a".repeat(32)}`,
      "switchyard.run_id": "7b3c2a10-0000-4000-8000-000000000001",
    };
    await anSdkAgent(ids).invoke(JSON.stringify({ calls: [{ name: "read_secret", input: {} }] }));
    await telemetry.flush();

    const spans = await spanStore().ofSession(ids["session.id"]);
    expect(spans.every(({ runId }) => runId === ids["switchyard.run_id"])).toBe(true);
    const [run, ...others] = prepareTrace(spans);
    expect(others).toEqual([]);
    expect(run?.rows.map(({ kind, depth }) => [kind, depth])).toEqual([
      ["agent", 0],
      ["turn", 1],
      ["model", 2],
      ["tool", 2],
      ["turn", 1],
      ["model", 2],
    ]);
    expect(run?.rows.map(({ label }) => label)).toEqual([
      "tracer",
      "Turn 1",
      MODEL,
      "read_secret",
      "Turn 2",
      MODEL,
    ]);
    expect(run?.tokens.input).toBeGreaterThan(0);
    expect(run?.cost).toEqual({ nanoUsd: (run?.tokens.input ?? 0) * 7, unpriced: 0 });
    expect(run?.rows.find(({ kind }) => kind === "tool")?.toolUseId).toMatch(/\w+/);
    expect(JSON.stringify(spans)).not.toContain(SECRET);
    expect(JSON.stringify(spans)).toContain("[hidden]");

    // A trace goes on without a collector: a run never hears of it.
    const again = { ...ids, "session.id": `ses_${"c".repeat(32)}` };
    await new Promise((done) => {
      collector.close(done);
      collector.closeAllConnections();
    });
    await anSdkAgent(again).invoke("Hello");
    await telemetry.close();
    expect(await spanStore().ofSession(again["session.id"])).not.toEqual([]);
    expect(received.join("")).toContain("read_secret");
    expect(received.join("")).not.toContain(SECRET);
  });
});
