import "server-only";
import type {
  BuildLogState,
  BuildView,
  DeploymentView,
  ExecutionView,
  FleetView,
  PipelineView,
} from "@/lib/releases/model";
import { isActive } from "@/lib/releases/refresh-order";
import { nobody } from "@/server/aws/call-aws";
import {
  onWake,
  registerEventMapping,
  registerTopic,
  type TopicKind,
} from "@/server/live/registry";
import { markDirty } from "./pipeline-rows";
import { readBuild } from "./read-build";
import { readBuildLog } from "./read-build-log";
import { readDeployment } from "./read-deployment";
import { readExecutionView } from "./read-execution";
import { readFleet } from "./read-fleet";
import { readPipeline } from "./read-pipeline";
import { confirmPipelines, type PipelineList, wantsSoon } from "./read-pipelines";
import { releaseTopicsOf } from "./topics-of-event";

const FAST_MS = 1_000;
const SLOW_MS = 15_000;
const permission = "release.read";
const pace = (fast: boolean): number => (fast ? FAST_MS : SLOW_MS);
const topic = <T>(kind: Omit<TopicKind<T>, "permission">) => registerTopic({ permission, ...kind });

topic<PipelineList>({
  prefix: "releases/pipelines",
  parts: 0,
  intervalMs: (list) => pace(wantsSoon(list)),
  read: (_parts, previous) => confirmPipelines(nobody, previous),
});

topic<PipelineView>({
  prefix: "releases/pipeline",
  parts: 1,
  intervalMs: (view) =>
    pace(isActive({ name: view.name, stages: view.stages, waiting: view.approvals.length > 0 })),
  read: ([name = ""], previous) => readPipeline(nobody, name, previous),
});

topic<ExecutionView>({
  prefix: "releases/execution",
  parts: 2,
  intervalMs: (view) => {
    const waits = view.stages.some((stage) => stage.runs.some((run) => run.waitsForApproval));
    return pace(!waits && (view.status === "InProgress" || view.status === "Stopping"));
  },
  read: ([pipeline = "", id = ""]) => readExecutionView(nobody, pipeline, id),
});

topic<BuildView>({
  prefix: "releases/build",
  parts: 1,
  intervalMs: (build) => pace(build.status === "IN_PROGRESS"),
  read: ([id = ""]) => readBuild(nobody, id),
});

topic<BuildLogState>({
  prefix: "releases/build-log",
  parts: 1,
  intervalMs: (log) => pace(!log.complete),
  read: ([id = ""]) => readBuildLog(nobody, id),
});

const ROLLOUT_TAKES_MS = 15 * 60_000;
const DEPLOYMENT_ENDED = new Set(["Succeeded", "Failed", "Stopped"]);

topic<DeploymentView>({
  prefix: "releases/deployment",
  parts: 1,
  intervalMs: (view) => pace(!DEPLOYMENT_ENDED.has(view.status) && view.waitsFor === undefined),
  read: ([id = ""], previous) => readDeployment(nobody, id, previous),
});

topic<FleetView>({
  prefix: "releases/fleet",
  parts: 2,
  // A deployment that waits for hours (blue/green) does not need a look a second; events tell its end.
  intervalMs: (fleet) =>
    pace(
      fleet.deployments.some(
        ({ status, createdAt }) =>
          !DEPLOYMENT_ENDED.has(status) &&
          Date.now() - Date.parse(createdAt ?? "") < ROLLOUT_TAKES_MS,
      ),
    ),
  read: ([application = "", deploymentGroup = ""]) =>
    readFleet(nobody, { application, deploymentGroup }),
});

registerEventMapping("releases", releaseTopicsOf);
onWake("releases", markDirty);
