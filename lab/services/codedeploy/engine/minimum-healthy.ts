import type { ConfigRecord } from "../model.ts";

/**
 * How many of `count` instances must stay healthy. OneAtATime takes one at a time whatever the
 * size; a percentage is rounded up (CodeDeploy user guide, "Minimum healthy instances").
 */
export function minimumHealthy(config: ConfigRecord, count: number): number {
  if (config.name === "CodeDeployDefault.OneAtATime") return Math.max(0, count - 1);
  const { type, value } = config.minimumHealthyHosts;
  return type === "HOST_COUNT" ? value : Math.ceil((count * value) / 100);
}
