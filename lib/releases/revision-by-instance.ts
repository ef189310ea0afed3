/** Which deployment an instance's present revision came from. */

/**
 * `told` is newest first. An instance runs what the newest deployment brought that succeeded on it:
 * one that failed there, skipped it or has not reached it yet changed nothing that holds.
 */
export function revisionByInstance<D>(
  told: readonly {
    deployment: D;
    targets: readonly { id: string; status: string; label?: "Blue" | "Green" | undefined }[];
  }[],
): Map<string, D> {
  const runs = new Map<string, D>();
  for (const { deployment, targets } of told) {
    for (const { id, status, label } of targets) {
      // Blue instances lose traffic, not files.
      if (label === "Blue") continue;
      if (status === "Succeeded" && !runs.has(id)) runs.set(id, deployment);
    }
  }
  return runs;
}
