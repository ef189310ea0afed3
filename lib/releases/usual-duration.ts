import type { DeploymentRow } from "./model";

/** Fewer than this are no habit. */
const ENOUGH = 3;

/**
 * How long a deployment to this group usually takes, in whole seconds as milliseconds: the median of
 * those that succeeded, `except` left out. Undefined while there are fewer than three.
 */
export function usualDuration(
  deployments: Pick<DeploymentRow, "id" | "status" | "createdAt" | "completedAt">[],
  except: string,
): number | undefined {
  const spans = deployments
    .filter(({ id, status }) => id !== except && status === "Succeeded")
    .flatMap(({ createdAt, completedAt }) =>
      createdAt && completedAt ? [Date.parse(completedAt) - Date.parse(createdAt)] : [],
    )
    .filter((ms) => ms >= 0)
    .sort((a, b) => a - b);
  const middle = spans[Math.floor((spans.length - 1) / 2)];
  if (spans.length < ENOUGH || middle === undefined) return undefined;
  return Math.max(1, Math.round(middle / 1000)) * 1000;
}
