import type { StatusLook } from "./status";

/** ELBv2 target states (`DescribeTargetHealth`) in the product's vocabulary. */
const HEALTH: Record<string, StatusLook> = {
  healthy: { tone: "succeeded", label: "Healthy" },
  unhealthy: { tone: "failed", label: "Unhealthy" },
  initial: { tone: "running", label: "Starting" },
  draining: { tone: "running", label: "Draining" },
  "unhealthy.draining": { tone: "failed", label: "Unhealthy, draining" },
  unused: { tone: "skipped", label: "Gets no traffic" },
  unavailable: { tone: "unknown", label: "Not known" },
};

/** Absent: the load balancer does not know the instance. */
export function healthLook(health: string | undefined): StatusLook {
  if (health === undefined) return { tone: "unknown", label: "Not registered" };
  return HEALTH[health] ?? { tone: "unknown", label: health };
}
