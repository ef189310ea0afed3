/** Replaces `#{namespace.name}` in an action's configuration. */
import { AwsError } from "../../core/aws-error.ts";
import type { ExecutionRecord } from "./model.ts";

/** @throws AwsError ConfigurationError naming the variable that nothing gave out. */
export function resolveVariables(
  configuration: Record<string, string>,
  execution: ExecutionRecord,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(configuration).map(([key, value]) => [
      key,
      value.replace(/#\{([\w@-]+)\.([\w@-]+)\}/g, (whole, namespace: string, name: string) => {
        const found = execution.variables[namespace]?.[name];
        if (found === undefined) {
          throw new AwsError(
            "ConfigurationError",
            `The variable ${whole} in the action's configuration is not known to this execution.`,
          );
        }
        return found;
      }),
    ]),
  );
}
