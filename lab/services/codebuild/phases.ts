/** Keeps the phases of a build: their times, what they came to, and the events about them. */
import type { Lab } from "../../core/contracts.ts";
import { phaseChange } from "./events.ts";
import { type Build, type Phase, PhaseFailure, type PhaseType, type Status } from "./model.ts";

const seconds = () => Date.now() / 1000;

export function beginPhase(build: Build, phaseType: PhaseType): Phase {
  const phase: Phase = { phaseType, phaseStatus: "IN_PROGRESS", startTime: seconds() };
  // COMPLETED is a mark, not work: CodeBuild gives it no status.
  if (phaseType === "COMPLETED") delete phase.phaseStatus;
  build.phases.push(phase);
  build.currentPhase = phaseType;
  return phase;
}

export function endPhase(lab: Lab, build: Build, phase: Phase, failure?: PhaseFailure): void {
  phase.endTime = seconds();
  phase.durationInSeconds = Math.round(phase.endTime - phase.startTime);
  phase.phaseStatus = failure?.status ?? "SUCCEEDED";
  phase.contexts = [
    { statusCode: failure?.code ?? "", message: failure?.message.slice(0, 4000) ?? "" },
  ];
  lab.emit(phaseChange(build, phase));
}

/** Ends whatever phase is open, and the build with it: for builds that were cut, stopped or queued too long. */
export function closeBuild(lab: Lab, build: Build, failure: PhaseFailure | undefined): void {
  const open = build.phases.find((phase) => phase.phaseStatus === "IN_PROGRESS");
  if (open) endPhase(lab, build, open, failure);
  if (build.currentPhase !== "COMPLETED") beginPhase(build, "COMPLETED");
  const status: Status = failure?.status ?? "SUCCEEDED";
  build.buildStatus = status;
  build.buildComplete = true;
  build.endTime = seconds();
}

export function asFailure(error: unknown): PhaseFailure {
  if (error instanceof PhaseFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new PhaseFailure("INTERNAL_ERROR", message, "FAULT");
}
