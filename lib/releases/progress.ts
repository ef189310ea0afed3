/** Progress in real units: which instance of how many, which phase of how many. */
import { plural } from "@/lib/platform/format";
import type { BuildView, DeploymentView, TargetView } from "./model";

export interface Progress {
  done: number;
  total: number;
  /** `Instance 1 of 2`. */
  text: string;
}

const OVER = new Set(["Succeeded", "Failed", "Skipped"]);

/** Instances that are over; while something runs the sentence names the one in work. */
export function deploymentProgress(
  view: Pick<DeploymentView, "targets" | "targetCount" | "status" | "type" | "overview">,
): Progress {
  const { overview } = view;
  const counted = overview.succeeded + overview.failed + overview.skipped + overview.ready;
  const seen = view.targets.filter((target) => OVER.has(target.status)).length;
  const total = view.targetCount || view.targets.length;
  const done = Math.min(total, Math.max(counted, seen));
  const over = ["Succeeded", "Failed", "Stopped"].includes(view.status);
  const running = view.targets.filter((target) => target.status === "InProgress").length;
  if (over) return { done, total, text: outcome(view, total) };
  if (total === 0) return { done, total, text: "No instance yet" };
  if (running === 1)
    return { done, total, text: `Instance ${Math.min(done + 1, total)} of ${total}` };
  if (running > 1)
    return { done, total, text: `${done} of ${total} instances done, ${running} at work` };
  return { done, total, text: `${done} of ${total} instances done` };
}

/** The same of one of the two fleets of a blue/green deployment, from what is known of its instances. */
export function fleetProgress(targets: Pick<TargetView, "status">[], over: boolean): Progress {
  const total = targets.length;
  const done = targets.filter((target) => OVER.has(target.status)).length;
  const running = targets.filter((target) => target.status === "InProgress").length;
  if (!over && running === 1 && done < total)
    return { done, total, text: `Instance ${done + 1} of ${total}` };
  const failed = targets.filter((target) => target.status === "Failed").length;
  const text = `${done - failed} of ${plural(total, "instance")} done`;
  return { done, total, text: failed > 0 ? `${text}, ${failed} failed` : text };
}

/** One line for a deployment that runs; of blue/green the new fleet, which is what people wait for. */
export function deploymentInWork(view: Parameters<typeof deploymentProgress>[0]): Progress {
  const green = view.targets.filter((target) => target.label === "Green");
  return green.length > 0 ? fleetProgress(green, false) : deploymentProgress(view);
}

/** `1 failed, 1 never reached`; of a success `2 of 2 instances done`. */
function outcome(view: Pick<DeploymentView, "overview">, total: number): string {
  const { succeeded, failed, skipped, pending } = view.overview;
  const untouched = skipped + pending;
  if (failed + untouched === 0) return `${total} of ${plural(total, "instance")} done`;
  return [
    succeeded > 0 ? `${succeeded} succeeded` : "",
    failed > 0 ? `${failed} failed` : "",
    untouched > 0 ? `${untouched} never reached` : "",
  ]
    .filter(Boolean)
    .join(", ");
}

/** Phases that CodeBuild runs in order; it lists a phase only once it began, so the whole is known from its documentation. */
const BUILD_PHASES = [
  "SUBMITTED",
  "QUEUED",
  "PROVISIONING",
  "DOWNLOAD_SOURCE",
  "INSTALL",
  "PRE_BUILD",
  "BUILD",
  "POST_BUILD",
  "UPLOAD_ARTIFACTS",
  "FINALIZING",
] as const;

/** `Phase 5 of 10` while it runs. */
export function buildProgress(view: Pick<BuildView, "status" | "currentPhase">): Progress {
  const total = BUILD_PHASES.length;
  const at = BUILD_PHASES.indexOf(view.currentPhase as (typeof BUILD_PHASES)[number]);
  if (view.status !== "IN_PROGRESS") return { done: total, total, text: `${total} phases` };
  if (at < 0) return { done: 0, total, text: "Starting" };
  return { done: at, total, text: `Phase ${at + 1} of ${total}` };
}

const PHASE_WORDS: Record<string, string> = {
  SUBMITTED: "Submitted",
  QUEUED: "Queued",
  PROVISIONING: "Provisioning",
  DOWNLOAD_SOURCE: "Download source",
  INSTALL: "Install",
  PRE_BUILD: "Pre-build",
  BUILD: "Build",
  BATCH_BUILD: "Batch build",
  POST_BUILD: "Post-build",
  UPLOAD_ARTIFACTS: "Upload artifacts",
  FINALIZING: "Finalizing",
  COMPLETED: "Completed",
};

/** `PRE_BUILD` → `Pre-build`; an unknown phase as it came. */
export const phaseName = (type: string): string => PHASE_WORDS[type] ?? type;
