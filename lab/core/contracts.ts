/**
 * What every lab service may lean on. A service is a folder in `lab/services/<name>/` whose
 * `index.ts` exports `(lab: Lab) => Service`; it reaches other services only through `lab`.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AwsError } from "./aws-error.ts";

/** The AWS names of the services the lab speaks for; also the names used by `lab.call` and faults. */
export type ServiceName =
  | "s3"
  | "codepipeline"
  | "codebuild"
  | "codedeploy"
  | "logs"
  | "events"
  | "sqs"
  | "sns"
  | "ssm"
  | "secretsmanager"
  | "cloudwatch"
  | "sts"
  | "bedrock-runtime"
  | "elasticloadbalancing"
  | "autoscaling"
  | "ec2"
  | "lambda"
  | "states"
  /** The git server; it has pages and no AWS operations. */
  | "scm"
  /** The part of GitHub's API that the console uses, over the git server's repositories. */
  | "github"
  /** Clusters with their own API; they have pages and no AWS operations. */
  | "kubernetes"
  | "bedrock-agentcore"
  /** News sites for agents to read; they have pages only. */
  | "news"
  /** MCP servers; they have pages only. */
  | "mcp";

/** JSON 1.0/1.1 are told apart by X-Amz-Target, Query by `Version` + `Action`, REST-JSON by path, S3 by elimination. */
export type WireProtocol = "json1.0" | "json1.1" | "query" | "rest-xml" | "rest-json";

/**
 * One operation. Input and output are plain objects in the service model's shapes; a `Date` becomes
 * the wire's timestamp form; in Query answers a `Map` becomes entries. Query inputs carry every
 * scalar as a string. Throws `AwsError`.
 */
// biome-ignore lint/suspicious/noExplicitAny: each service narrows its own inputs
export type Operation = (input: any, call: CallInfo) => unknown | Promise<unknown>;

export interface CallInfo {
  requestId: string;
  /** Caller identity as STS would say it, e.g. `arn:aws:iam::000000000000:user/lab`. */
  callerArn: string;
  /** Aborted when the client goes away; absent for calls inside the lab. */
  signal?: AbortSignal;
  /** Faults that meet an answer sent as a stream, each after so many of its events. Only where `route` says `streams`. */
  midStream?: MidStreamFault[];
  /** REST-JSON services tell here what the record of the wire shall keep of an accepted request and its answer. */
  record?(input: unknown, output: unknown): void;
}

/** What happens within a stream once `after` events are sent. */
export type MidStreamFault = { after: number } & (
  | { kind: "delay"; ms: number }
  | { kind: "cut" }
  | { kind: "fail"; error: AwsError }
);

/** How fast the stand-ins for models answer. */
export interface ModelPace {
  /** Until the first token, in milliseconds. */
  latencyMs: number;
  /** For each token of the answer, in milliseconds. */
  perTokenMs: number;
  /** For an embedding, in milliseconds. */
  embedMs: number;
  /** How much each wait differs by chance, as a share of it: 0.2 is ± 20 %. */
  jitter: number;
}

export interface Service {
  name: ServiceName;
  protocol: WireProtocol;
  /** JSON protocols: the X-Amz-Target prefix, e.g. `CodePipeline_20150709`. */
  targetPrefix?: string;
  /** Query protocol: the API version, e.g. `2015-12-01`, and the XML namespace of answers. */
  apiVersion?: string;
  xmlNamespace?: string;
  operations?: Record<string, Operation>;
  /** REST services (S3) and plain pages answer requests themselves. */
  handle?(req: IncomingMessage, res: ServerResponse, call: CallInfo): Promise<void>;
  /** REST-JSON services: the operation when the request's path is one of theirs; `handle` does the rest. */
  route?(req: IncomingMessage): { operation: string; streams?: boolean } | undefined;
  /** The operation a REST request asks for, e.g. `PutObject`: faults are matched by it before `handle` runs. */
  operationOf?(req: IncomingMessage): string;
  /** Query protocol, where it differs from the model's shapes: renames of old, and lists without `<member>`. */
  queryForm?: {
    lists?: "member" | "flat";
    // biome-ignore lint/suspicious/noExplicitAny: each service narrows its own inputs
    input?(operation: string, input: any): unknown;
    // biome-ignore lint/suspicious/noExplicitAny: as above
    output?(operation: string, output: any): unknown;
  };
  /** Query protocol: the error codes of old, where they differ from the JSON ones, e.g. `QueueDoesNotExist` → `AWS.SimpleQueueService.NonExistentQueue`. */
  queryErrorCodes?: Record<string, string>;
  /** Pages under `/_lab/`, by their path's beginning, e.g. `/_lab/git/`. */
  pages?: Record<
    string,
    (req: IncomingMessage, res: ServerResponse, call: CallInfo) => Promise<void>
  >;
  /**
   * For pages that are a whole API of another maker: the operation that a request asks for, by which
   * faults meet it (undefined: they do not), and how that API says an error.
   */
  pageFaults?: {
    operationOf(req: IncomingMessage): string | undefined;
    refuse(res: ServerResponse, error: AwsError): void;
  };
  /** Called once after all services exist and the server listens: resume what was under way before the last stop or kill. */
  start?(): Promise<void>;
  /** Called at stop. Must leave what instances run alone unless `stopFleet` is set. */
  stop?(options: { stopFleet: boolean }): Promise<void>;
  /** `POST /_lab/bulk`: makes labelled sample data for measurements; answers what it made, or undefined when nothing is for it. */
  bulk?(wanted: Record<string, number>): Promise<Record<string, unknown> | undefined>;
}

/** An event as EventBridge carries it. */
export interface AwsEvent {
  source: string;
  "detail-type": string;
  resources: string[];
  // biome-ignore lint/suspicious/noExplicitAny: each event kind has its own detail
  detail: any;
}

/** Documents of one kind, kept in SQLite; every write is durable when the call returns. */
export interface Collection<T> {
  get(id: string): T | undefined;
  put(id: string, value: T): void;
  delete(id: string): boolean;
  /** In insertion order; `prefix` limits by id. */
  list(prefix?: string): T[];
}

export interface Store {
  collection<T>(name: string): Collection<T>;
  /** All writes in `work` land together or not at all. Synchronous on purpose. */
  transaction<T>(work: () => T): T;
  /** A number that never repeats in this state directory, per name: 1, 2, 3… */
  next(counter: string): number;
}

/** A version of an object in a bucket; `path` is its file on disk, to be read and never changed. */
export interface StoredObject {
  bucket: string;
  key: string;
  versionId: string;
  etag: string;
  size: number;
  path: string;
  contentType?: string;
  /** User metadata without the `x-amz-meta-` prefix, lower case. */
  metadata: Record<string, string>;
  lastModified: Date;
}

/** The S3 side that other services use in process (the wire API has the same content). */
export interface ObjectStore {
  ensureBucket(bucket: string, options?: { versioned?: boolean }): void;
  put(
    bucket: string,
    key: string,
    body: Buffer | { file: string },
    options?: { metadata?: Record<string, string>; contentType?: string },
  ): Promise<StoredObject>;
  /** Undefined when it does not exist. */
  head(bucket: string, key: string, versionId?: string): StoredObject | undefined;
}

/** CloudWatch Logs in process, for writers that stream much. Batches, orders and caps for the caller. */
export interface LogWriter {
  write(text: string): void;
  /** Resolves when all that was written can be read through the API. */
  end(): Promise<void>;
}

export interface Lab {
  account: string;
  region: string;
  /** Absolute; each service keeps its files in `${stateDir}/<service>/`. */
  stateDir: string;
  /** The AWS endpoint, e.g. `http://127.0.0.1:4566`. */
  endpoint: string;
  /** First three octets of the loopback network of this lab's instances, e.g. `127.77.12`. */
  subnet: string;
  /** Port on 127.0.0.1 on which the load balancer serves the sample application. */
  lbPort: number;
  /** What the command line asked of the models' pace; the rest is up to them. */
  modelPace: Partial<ModelPace>;
  store: Store;
  objects: ObjectStore;
  log(service: string, message: string, extra?: Record<string, unknown>): void;
  arn(service: string, resource: string): string;
  /** Calls an operation of another service in process; throws the same `AwsError` as the wire. */
  // biome-ignore lint/suspicious/noExplicitAny: outputs are the service model's shapes
  call(service: ServiceName, operation: string, input: unknown): Promise<any>;
  /** Puts an event on the default bus: in-process listeners hear it at once, EventBridge rules deliver it. */
  emit(event: AwsEvent): void;
  /** In-process listener; returns its own removal. */
  onEvent(listener: (event: AwsEvent) => void): () => void;
  logWriter(group: string, stream: string): LogWriter;
  /** Like setTimeout, but forgotten at stop. For durable deadlines store a time and re-arm in `start`. */
  after(milliseconds: number, work: () => void | Promise<void>): () => void;
}
