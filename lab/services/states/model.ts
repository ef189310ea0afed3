import type { Lab } from "../../core/contracts.ts";

export interface MachineRecord {
  name: string;
  arn: string;
  /** JSON, as it was given. */
  definition: string;
  roleArn: string;
  /** ISO 8601. */
  createdAt: string;
  updatedAt: string;
  revisionId: string;
}

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

export interface ExecutionRecord {
  arn: string;
  name: string;
  machineArn: string;
  /** As it was at the start: an update changes what starts later only. */
  definition: string;
  roleArn: string;
  status: ExecutionStatus;
  /** JSON. */
  input: string;
  output?: string;
  error?: string;
  cause?: string;
  /** Epoch milliseconds. */
  startedAt: number;
  stoppedAt?: number;
  /** The state that was entered last and its input, from which a lab that was killed goes on. */
  position?: { state: string; input: unknown };
  /** How many events of its history there are. */
  events: number;
  /** Starts after a kill. */
  resumed: number;
}

/** An event of an execution's history in the API's shape; `timestamp` is a date there. */
export interface HistoryEvent {
  id: number;
  previousEventId: number;
  /** Epoch milliseconds. */
  timestamp: number;
  type: string;
  [details: string]: unknown;
}

export const machinesOf = (lab: Lab) => lab.store.collection<MachineRecord>("states.machines");
export const executionsOf = (lab: Lab) =>
  lab.store.collection<ExecutionRecord>("states.executions");
export const historyOf = (lab: Lab) => lab.store.collection<HistoryEvent>("states.history");

export const machineArn = (lab: Lab, name: string): string =>
  lab.arn("states", `stateMachine:${name}`);

export const executionArn = (machine: MachineRecord, name: string): string =>
  `${machine.arn.replace(":stateMachine:", ":execution:")}:${name}`;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what AWS forbids
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;

/** Names of machines and executions: 1 to 80 characters without spaces, brackets and wildcards. */
export const isName = (name: string): boolean =>
  name.length >= 1 && name.length <= 80 && !FORBIDDEN.test(name);
