import { isDeepStrictEqual } from "node:util";
import { APPLICATION, folderOf, REPOSITORY } from "../clusters.ts";
import { KINDS, kindOf } from "../objects/kinds.ts";
import { type KubeObject, timestamp } from "../objects/kube-object.ts";
import type { GitState, World } from "../world.ts";
import { recordEvent } from "./record-event.ts";

const HISTORY = 10;

/** Argo CD goes one step: it compares, begins a sync, or ends one. */
export function stepArgo(world: World, git: GitState | undefined): void {
  const { objects } = world;
  const app = objects.get(KINDS.applications, APPLICATION.name, APPLICATION.namespace);
  if (!app || !git) return;
  const next = stepped(world, app, git);
  const health = {
    status: next.status?.operationState?.phase === "Running" ? "Progressing" : "Healthy",
  };
  objects.put({ ...next, status: { ...next.status, health } });
}

function stepped(world: World, app: KubeObject, git: GitState): KubeObject {
  const { status } = app;
  if (git.problem)
    return {
      ...app,
      status: {
        ...status,
        sync: { ...status?.sync, status: "Unknown" },
        conditions: [
          {
            type: "ComparisonError",
            message: git.problem,
            lastTransitionTime: status?.conditions?.[0]?.lastTransitionTime ?? timestamp(),
          },
        ],
      },
    };
  const clean = { ...app, status: { ...status, conditions: undefined } };
  if (status?.operationState?.phase === "Running") return ended(world, clean, git);
  const synced = git.manifests.every((manifest) => isLive(world, manifest));
  const sync = {
    status: synced ? "Synced" : "OutOfSync",
    revision: git.revision,
    comparedTo: { source: app.spec?.source },
  };
  const auto = app.spec?.syncPolicy?.automated;
  const seen = status?.sync?.status === "OutOfSync" && status.sync.revision === git.revision;
  if (synced || !auto || !seen) return { ...clean, status: { ...clean.status, sync } };
  recordEvent(
    world,
    app,
    "Normal",
    "OperationStarted",
    `Initiated automated sync to '${git.revision}'`,
    "argocd-application-controller",
  );
  return {
    ...clean,
    status: {
      ...clean.status,
      sync,
      operationState: {
        phase: "Running",
        message: "one or more tasks are running",
        startedAt: timestamp(),
        operation: { initiatedBy: { automated: true }, sync: { revision: git.revision } },
      },
    },
  };
}

function ended(world: World, app: KubeObject, git: GitState): KubeObject {
  for (const manifest of git.manifests) apply(world, manifest);
  const { operationState, history = [] } = app.status;
  const finishedAt = timestamp();
  recordEvent(
    world,
    app,
    "Normal",
    "OperationCompleted",
    `Sync operation to ${git.revision} succeeded`,
    "argocd-application-controller",
  );
  return {
    ...app,
    status: {
      ...app.status,
      sync: { status: "Synced", revision: git.revision, comparedTo: { source: app.spec?.source } },
      operationState: {
        ...operationState,
        phase: "Succeeded",
        message: "successfully synced (all tasks run)",
        finishedAt,
        syncResult: { revision: git.revision, source: app.spec?.source },
      },
      history: [
        ...history,
        {
          id: (history.at(-1)?.id ?? -1) + 1,
          revision: git.revision,
          deployStartedAt: operationState.startedAt,
          deployedAt: finishedAt,
          source: app.spec?.source,
        },
      ].slice(-HISTORY),
      resources: git.manifests.map(({ apiVersion, kind, metadata }) => ({
        group: apiVersion.split("/")[0],
        version: apiVersion.split("/")[1],
        kind,
        name: metadata.name,
        status: "Synced",
      })),
      reconciledAt: finishedAt,
    },
  };
}

/** Argo CD asked to sync by hand, or for the first time: from here `stepArgo` goes on. */
export function beginFirstSync(world: World, git: GitState): void {
  const app = world.objects.get(KINDS.applications, APPLICATION.name, APPLICATION.namespace);
  if (!app) return;
  const operationState = {
    phase: "Running",
    startedAt: timestamp(),
    operation: { sync: { revision: git.revision } },
  };
  world.objects.put({ ...app, status: { ...app.status, operationState } });
}

function isLive({ objects }: World, manifest: KubeObject): boolean {
  const live = objects.get(kindOf(manifest), manifest.metadata.name, manifest.metadata.namespace);
  return isDeepStrictEqual(live?.spec, manifest.spec);
}

function apply({ objects }: World, manifest: KubeObject): void {
  const live = objects.get(kindOf(manifest), manifest.metadata.name, manifest.metadata.namespace);
  objects.put({
    ...live,
    ...manifest,
    metadata: { ...live?.metadata, ...manifest.metadata },
    ...(live?.status ? { status: live.status } : {}),
  });
}

/** The Application as a platform team would have it. */
export const newApplication = (endpoint: string, cluster: string): KubeObject => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Application",
  metadata: { name: APPLICATION.name, namespace: APPLICATION.namespace },
  spec: {
    project: "default",
    source: {
      repoURL: `${endpoint}/_lab/git/${REPOSITORY.name}.git`,
      path: folderOf(cluster),
      targetRevision: REPOSITORY.branch,
    },
    destination: { server: "https://kubernetes.default.svc" },
    syncPolicy: { automated: { prune: false, selfHeal: true } },
  },
  status: { sync: { status: "OutOfSync" }, health: { status: "Missing" }, history: [] },
});
