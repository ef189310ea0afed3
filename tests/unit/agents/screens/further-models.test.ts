import { expect, it } from "vitest";
import { repeatedModel } from "@/lib/agents/further-models";

const own = { model: { provider: "bedrock", modelId: "nova" } };
const further = (...models: unknown[]) => ({ models });

it("tells of a further model that is no choice of its own", () => {
  const settings = further(
    { provider: "bedrock", modelId: "nova" },
    { provider: "open_ai", modelId: "nova" },
    { provider: "open_ai", modelId: "nova" },
  );
  const told = [0, 1, 2].map((at) => repeatedModel(own, settings, at));
  expect(told).toEqual([
    "That is the agent's own model, which is always there.",
    undefined,
    "The same as model 2.",
  ]);
});

it("tells nothing of what is not filled in, or no model", () => {
  expect(repeatedModel(own, further({ provider: "bedrock", modelId: "" }), 0)).toBeUndefined();
  expect(repeatedModel({}, further({}, {}), 1)).toBeUndefined();
  expect(repeatedModel(own, further(null, "nova"), 1)).toBeUndefined();
  expect(repeatedModel(own, { models: "nova" }, 0)).toBeUndefined();
});
