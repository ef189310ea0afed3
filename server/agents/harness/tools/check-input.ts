import "server-only";
import { z } from "zod";
import type { Json } from "@/lib/agents/events";
import type { AgentTool } from "@/server/agents/contracts";

const schemas = new WeakMap<AgentTool, z.ZodType | undefined>();

/** One sentence for the model when the arguments do not fit the tool's schema. */
export function inputProblem(tool: AgentTool, input: Json): string | undefined {
  if (typeof input !== "object" || input === null || Array.isArray(input))
    return `The arguments of ${tool.name} have to be a JSON object.`;
  const checked = schemaOf(tool)?.safeParse(input);
  if (!checked || checked.success) return undefined;
  const [issue] = checked.error.issues;
  const where = issue?.path.length ? `${issue.path.join(".")}: ` : "";
  return `The arguments of ${tool.name} do not fit its schema: ${where}${issue?.message ?? "they are wrong"}.`;
}

function schemaOf(tool: AgentTool): z.ZodType | undefined {
  if (!schemas.has(tool)) schemas.set(tool, make(tool.inputSchema));
  return schemas.get(tool);
}

/** A schema that cannot be understood checks nothing more than that it is an object. */
function make(schema: AgentTool["inputSchema"]): z.ZodType | undefined {
  try {
    return z.fromJSONSchema(withoutPatterns(schema) as Parameters<typeof z.fromJSONSchema>[0]);
  } catch {
    return undefined;
  }
}

/** Foreign servers' patterns could take for ever on an argument made for it; their server checks them. */
function withoutPatterns(value: unknown, isMap = false): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutPatterns(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isMap || (key !== "pattern" && key !== "patternProperties"))
      .map(([key, item]) => [key, withoutPatterns(item, !isMap && MAPS.has(key))]),
  );
}

/** Keys of a schema whose values are named by the schema's author. */
const MAPS = new Set(["properties", "$defs", "definitions", "dependentSchemas"]);
