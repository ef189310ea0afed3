import { valueAt } from "./agent-draft";

/** Why the further model at that place is no choice of its own, in one sentence; it can be saved all the same. */
export function repeatedModel(harness: unknown, settings: unknown, at: number): string | undefined {
  const models = valueAt(settings, ["models"]);
  if (!Array.isArray(models) || nameOf(models[at]) === undefined) return undefined;
  if (nameOf(valueAt(harness, ["model"])) === nameOf(models[at]))
    return "That is the agent's own model, which is always there.";
  const before = models.slice(0, at).findIndex((each) => nameOf(each) === nameOf(models[at]));
  return before < 0 ? undefined : `The same as model ${before + 1}.`;
}

/** Undefined while it is not filled in. */
function nameOf(model: unknown): string | undefined {
  const modelId = valueAt(model, ["modelId"]);
  return typeof modelId === "string" && modelId !== ""
    ? `${valueAt(model, ["provider"])} ${modelId}`
    : undefined;
}
