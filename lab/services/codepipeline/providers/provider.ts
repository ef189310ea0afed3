/** What an action type must be able to do, so that the engine can drive it. */
import type { Lab } from "../../../core/contracts.ts";
import type { ActionResult } from "../machine/run-actions.ts";
import type {
  ActionDeclaration,
  ActionRun,
  Artifact,
  ExecutionRecord,
  Revision,
} from "../model.ts";

export interface ActionContext {
  lab: Lab;
  execution: ExecutionRecord;
  stage: string;
  action: ActionDeclaration;
  run: ActionRun;
  /** The action's configuration with all `#{…}` replaced. */
  configuration: Record<string, string>;
  artifactBucket: string;
  /** A new place in the artifacts bucket, in CodePipeline's manner. */
  outputArtifact(name: string, suffix?: string): Artifact;
  /** Notes what a source action found, before the action ends. */
  addRevision(revision: Revision): void;
}

/** The action works elsewhere and ends later. */
export interface Pending {
  pending: {
    externalExecutionId?: string;
    externalExecutionUrl?: string;
    logStreamARN?: string;
    /** Known from now on; become the execution's artifacts when the action succeeds. */
    outputs?: Artifact[];
    summary?: string;
  };
}

export interface ActionProvider {
  start(context: ActionContext): Promise<ActionResult | Pending>;
  /** How the external work stands; undefined while it goes on. */
  check?(lab: Lab, run: ActionRun): Promise<ActionResult | undefined>;
  /** Stops the external work of an abandoned action, as far as AWS does. */
  abandon?(lab: Lab, run: ActionRun): Promise<void>;
}

/** A failure as CodePipeline words it. */
export function failed(code: string, message: string): ActionResult {
  return {
    status: "Failed",
    summary: message.slice(0, 2048),
    errorDetails: { code, message: message.slice(0, 5000) },
  };
}
