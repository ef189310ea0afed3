import "server-only";
import { nobody } from "@/server/aws/call-aws";
import { describeExecution } from "@/server/aws/sfn/describe-execution";
import { startStateMachine } from "@/server/aws/sfn/start-execution";
import type { Executions } from "../contracts";
import { executionName } from "./execution-name";

/** After so many failed executions of one way a person has to look. */
const MOST_STARTS = 20;

/**
 * Runs on Step Functions. An execution that failed keeps its name for 90 days, so the way starts
 * again under the next one; one that runs or went well is not started again.
 */
export const stateMachine = (arn: string): Executions => ({
  async start(run) {
    for (let again = 0; again < MOST_STARTS; again += 1) {
      const name = executionName(run, again);
      const execution = await startStateMachine(nobody, arn, name, run);
      if (execution.started) return execution;
      const state = await describeExecution(nobody, execution.arn);
      if (state === "RUNNING" || state === "SUCCEEDED") return execution;
    }
    return { started: false };
  },
});
