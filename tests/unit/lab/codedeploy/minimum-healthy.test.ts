import { expect, it } from "vitest";
import { minimumHealthy } from "../../../../lab/services/codedeploy/engine/minimum-healthy.ts";
import type { ConfigRecord } from "../../../../lab/services/codedeploy/model.ts";

const config = (
  name: string,
  type: "HOST_COUNT" | "FLEET_PERCENT",
  value: number,
): ConfigRecord => ({
  name,
  id: "id",
  minimumHealthyHosts: { type, value },
  createTime: 0,
});

it.each([
  ["CodeDeployDefault.OneAtATime", "HOST_COUNT", 1, 1, 0],
  ["CodeDeployDefault.OneAtATime", "HOST_COUNT", 1, 2, 1],
  ["CodeDeployDefault.OneAtATime", "HOST_COUNT", 1, 9, 8],
  ["CodeDeployDefault.HalfAtATime", "FLEET_PERCENT", 50, 2, 1],
  ["CodeDeployDefault.HalfAtATime", "FLEET_PERCENT", 50, 9, 5],
  ["CodeDeployDefault.AllAtOnce", "HOST_COUNT", 0, 9, 0],
  ["mine", "FLEET_PERCENT", 75, 9, 7],
  ["mine", "HOST_COUNT", 3, 9, 3],
] as const)("%s (%s %i) over %i instances keeps %i healthy", (name, type, value, count, kept) => {
  expect(minimumHealthy(config(name, type, value), count)).toBe(kept);
});
