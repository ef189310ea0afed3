import { expect, it } from "vitest";
import type { AgentDefinition } from "@/lib/agents/config";
import { standIn } from "@/server/agents/definitions/stand-in";

const anAgent = (provider: string): AgentDefinition =>
  ({
    name: "a",
    harness: { name: "a", model: { provider, modelId: "far-away", temperature: 0 } },
    files: { "harness.json": '{"model": {"modelId": "far-away"}}' },
  }) as never;

it("takes the place of a model on Bedrock and keeps the rest, the files included", () => {
  const agent = anAgent("bedrock");
  const made = standIn(agent, "lab.operator-v1");
  expect(made.harness.model).toEqual({
    provider: "bedrock",
    modelId: "lab.operator-v1",
    temperature: 0,
  });
  expect(made.files).toBe(agent.files);
  expect(agent.harness.model.modelId).toBe("far-away");
});

it("leaves other providers' models alone, and all of them when it is not set", () => {
  expect(standIn(anAgent("open_ai"), "lab.operator-v1").harness.model.modelId).toBe("far-away");
  expect(standIn(anAgent("bedrock"), undefined).harness.model.modelId).toBe("far-away");
});
