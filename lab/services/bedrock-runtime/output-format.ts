import { z } from "zod";
import type { Model } from "../../models/catalogue.ts";
import { invalid } from "./refuse.ts";

/** The part of Converse's `outputConfig` that the lab reads. */
export const OutputShape = z.looseObject({
  textFormat: z
    .looseObject({
      type: z.literal("json_schema"),
      structure: z.looseObject({ jsonSchema: z.looseObject({ schema: z.string() }) }),
    })
    .optional(),
});

/** The schema that an answer has to follow. Throws `ValidationException` when the model cannot, or it is none. */
export function formatOf(
  model: Model,
  config: z.infer<typeof OutputShape> | undefined,
): Record<string, unknown> | undefined {
  if (!config?.textFormat) return undefined;
  if (!model.structured) {
    throw invalid(
      "This model doesn't support the outputConfig.textFormat field. Remove outputConfig.textFormat and try again.",
    );
  }
  const schema = parse(config.textFormat.structure.jsonSchema.schema);
  if (schema?.type !== "object") {
    throw invalid("The JSON schema in outputConfig.textFormat is not valid: it must be an object.");
  }
  return schema;
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
