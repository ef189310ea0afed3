/** Live topics and URLs of the release screens. Parts are encoded, so that names may hold anything. */
const e = encodeURIComponent;

export const topics = {
  /** → `{ pipelines: PipelineRow[] }` */
  pipelines: () => "releases/pipelines",
  /** → `PipelineView` */
  pipeline: (name: string) => `releases/pipeline/${e(name)}`,
  /** → `ExecutionView` */
  execution: (pipeline: string, id: string) => `releases/execution/${e(pipeline)}/${e(id)}`,
  /** → `BuildView` */
  build: (id: string) => `releases/build/${e(id)}`,
  /** → `BuildLogState`; the lines themselves come from `readUrls.buildLog`. */
  buildLog: (id: string) => `releases/build-log/${e(id)}`,
  /** → `DeploymentView` */
  deployment: (id: string) => `releases/deployment/${e(id)}`,
  /** → `FleetView` */
  fleet: (application: string, group: string) => `releases/fleet/${e(application)}/${e(group)}`,
} as const;

/** GET route handlers that answer `Result<…>`. */
export const readUrls = {
  /** → `Result<LogPage>`; `from` is the first line wanted, from 1. */
  buildLog: (id: string, from: number) => `/api/releases/builds/${e(id)}/log?from=${from}`,
  /** → `Result<ExecutionPage>` */
  executions: (pipeline: string, next?: string) =>
    `/api/releases/pipelines/${e(pipeline)}/executions${next ? `?next=${e(next)}` : ""}`,
} as const;
