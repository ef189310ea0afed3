import "server-only";
import { createHash } from "node:crypto";
import { imageKey } from "@/lib/ami-updates/image-key";
import type { UpdateRun } from "../contracts";

/** Step Functions takes no longer name. */
const LONGEST = 80;

/**
 * `prod.default.v20260714.3f9c01d2a4`: the same way gives the same name, so that a second start is the
 * first. `again` tells the further starts of a way whose executions failed.
 */
export function executionName(run: UpdateRun, again = 0): string {
  const way = [
    run.cluster,
    run.nodeClass,
    imageKey(run.from),
    imageKey(run.to),
    run.dryRun ? "dry" : "",
    run.attempt ?? "",
    again || "",
  ];
  const hash = createHash("sha256").update(JSON.stringify(way)).digest("hex").slice(0, 10);
  const readable = `${run.cluster}.${run.nodeClass}.${run.to.release}`;
  return `${readable.replace(/[^\w.-]/g, "-").slice(0, LONGEST - hash.length - 1)}.${hash}`;
}
