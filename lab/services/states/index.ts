/** Step Functions: state machines in the Amazon States Language whose tasks are Lambda functions. */
import type { Lab, Service } from "../../core/contracts.ts";
import { createExecutions } from "./executions.ts";
import { machineOperations } from "./machines.ts";

export default function createStates(lab: Lab): Service {
  const executions = createExecutions(lab);
  return {
    name: "states",
    protocol: "json1.0",
    targetPrefix: "AWSStepFunctions",
    operations: { ...machineOperations(lab), ...executions.operations },
    async start() {
      executions.resume();
    },
    async stop() {
      executions.leave();
    },
  };
}
