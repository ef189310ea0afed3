import "server-only";
import { matchesName } from "@/lib/agents/match-name";
import { TOOL_CLASSES, type ToolClass } from "@/lib/agents/tool";

/**
 * The class that `classes` of `console.json` gives a tool: the one under its own name, else the
 * strictest of the globs that fit. What a server says of its own tools counts for nothing.
 */
export function classOfTool(
  classes: Record<string, ToolClass>,
  names: readonly string[],
): ToolClass | undefined {
  for (const name of names) if (Object.hasOwn(classes, name)) return classes[name];
  const fitting = Object.entries(classes)
    .filter(([glob]) => names.some((name) => matchesName(glob, name)))
    .map(([, given]) => TOOL_CLASSES.indexOf(given));
  return fitting.length > 0 ? TOOL_CLASSES[Math.max(...fitting)] : undefined;
}
