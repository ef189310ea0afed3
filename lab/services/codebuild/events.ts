/** CodeBuild's two kinds of EventBridge events, in the shapes of its user guide. */
import type { AwsEvent, Lab } from "../../core/contracts.ts";
import type { Build, Phase } from "./model.ts";

/** `Sep 1, 2017 4:12:29 PM`, always UTC: CodeBuild's own way to write a time here. */
function written(seconds: number): string {
  return new Date(seconds * 1000)
    .toLocaleString("en-US", {
      timeZone: "UTC",
      year: "numeric",
      month: "short",
      day: "numeric",
      hour: "numeric",
      minute: "2-digit",
      second: "2-digit",
    })
    .replaceAll("\u202f", " ");
}

const contexts = (phase: Phase) =>
  (phase.contexts ?? []).map((one) => `${one.statusCode}: ${one.message}`);

function information(build: Build) {
  return {
    "build-complete": build.buildComplete,
    "build-number": build.buildNumber,
    "build-start-time": written(build.startTime),
    initiator: build.initiator,
    "timeout-in-minutes": build.timeoutInMinutes,
    ...(build.sourceVersion ? { "source-version": build.sourceVersion } : {}),
    source: {
      type: build.source.type,
      ...(build.source.location ? { location: build.source.location } : {}),
    },
    artifact: { ...build.artifacts },
    environment: {
      image: build.environment.image,
      type: build.environment.type,
      "compute-type": build.environment.computeType,
      "privileged-mode": build.environment.privilegedMode ?? false,
      "environment-variables": [],
    },
    logs: {
      "group-name": build.logs.groupName,
      "stream-name": build.logs.streamName,
      "deep-link": build.logs.deepLink,
    },
    phases: build.phases.map((phase) => ({
      "phase-type": phase.phaseType,
      "phase-context": contexts(phase),
      "start-time": written(phase.startTime),
      ...(phase.phaseStatus ? { "phase-status": phase.phaseStatus } : {}),
      ...(phase.endTime ? { "end-time": written(phase.endTime) } : {}),
      ...(phase.durationInSeconds === undefined
        ? {}
        : { "duration-in-seconds": phase.durationInSeconds }),
    })),
  };
}

export function stateChange(build: Build): AwsEvent {
  return {
    source: "aws.codebuild",
    "detail-type": "CodeBuild Build State Change",
    resources: [build.arn],
    detail: {
      "build-status": build.buildStatus,
      "project-name": build.projectName,
      "build-id": build.arn,
      "current-phase": build.currentPhase,
      "current-phase-context": "[]",
      version: "1",
      "additional-information": information(build),
    },
  };
}

export function phaseChange(build: Build, phase: Phase): AwsEvent {
  return {
    source: "aws.codebuild",
    "detail-type": "CodeBuild Build Phase Change",
    resources: [build.arn],
    detail: {
      "completed-phase": phase.phaseType,
      "project-name": build.projectName,
      "build-id": build.arn,
      "completed-phase-context": JSON.stringify(contexts(phase)),
      "completed-phase-status": phase.phaseStatus,
      "completed-phase-duration-seconds": phase.durationInSeconds ?? 0,
      "completed-phase-start": written(phase.startTime),
      "completed-phase-end": written(phase.endTime ?? phase.startTime),
      version: "1",
      "additional-information": information(build),
    },
  };
}

/** Emits a state change of the build on the lab's bus. */
export const emitState = (lab: Lab, build: Build) => lab.emit(stateChange(build));
