import { AwsError } from "../../core/aws-error.ts";
import type { Lab, Operation } from "../../core/contracts.ts";
import { optionalText, requiredText, wholeNumber } from "../../core/input.ts";
import { checkDefinition } from "./check-definition.ts";
import { isName, type MachineRecord, machineArn, machinesOf } from "./model.ts";

type Input = Record<string, unknown>;

/** The machine of an ARN. @throws AwsError StateMachineDoesNotExist, InvalidArn */
export function findMachine(lab: Lab, arn: string): MachineRecord {
  if (!/^arn:aws:states:[\w-]+:\d{12}:stateMachine:/.test(arn)) {
    throw new AwsError("InvalidArn", `Invalid Arn: '${arn}'`);
  }
  const found = machinesOf(lab).get(arn);
  if (found) return found;
  throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
}

/** The operations on state machines. */
export function machineOperations(lab: Lab): Record<string, Operation> {
  const machines = machinesOf(lab);
  return {
    async CreateStateMachine(input: Input) {
      const name = requiredText(input, "name");
      if (!isName(name)) throw new AwsError("InvalidName", `Invalid Name: '${name}'`);
      if (input.type !== undefined && input.type !== "STANDARD") {
        throw new AwsError("ValidationException", "The lab runs STANDARD state machines only.");
      }
      const definition = requiredText(input, "definition");
      const roleArn = requiredText(input, "roleArn");
      await checkDefinition(definition);
      const arn = machineArn(lab, name);
      const before = machines.get(arn);
      if (before) {
        // The same again is no mistake.
        if (before.definition === definition && before.roleArn === roleArn) return created(before);
        const message = `State Machine Already Exists: '${arn}'`;
        throw new AwsError("StateMachineAlreadyExists", message);
      }
      const now = new Date().toISOString();
      const machine = {
        name,
        arn,
        definition,
        roleArn,
        createdAt: now,
        updatedAt: now,
        revisionId: crypto.randomUUID(),
      };
      machines.put(arn, machine);
      return created(machine);
    },

    async UpdateStateMachine(input: Input) {
      const arn = requiredText(input, "stateMachineArn");
      findMachine(lab, arn);
      const definition = optionalText(input, "definition");
      const roleArn = optionalText(input, "roleArn");
      if (definition === undefined && roleArn === undefined) {
        const message =
          "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified";
        throw new AwsError("MissingRequiredParameter", message);
      }
      if (definition !== undefined) await checkDefinition(definition);
      const updatedAt = new Date();
      const revisionId = crypto.randomUUID();
      machines.put(arn, {
        ...findMachine(lab, arn),
        ...(definition === undefined ? {} : { definition }),
        ...(roleArn === undefined ? {} : { roleArn }),
        updatedAt: updatedAt.toISOString(),
        revisionId,
      });
      return { updateDate: updatedAt, revisionId };
    },

    DescribeStateMachine(input: Input) {
      const { name, arn, definition, roleArn, createdAt, revisionId } = findMachine(
        lab,
        requiredText(input, "stateMachineArn"),
      );
      return {
        stateMachineArn: arn,
        name,
        status: "ACTIVE",
        definition,
        roleArn,
        type: "STANDARD",
        creationDate: new Date(createdAt),
        loggingConfiguration: { level: "OFF", includeExecutionData: false },
        tracingConfiguration: { enabled: false },
        revisionId,
      };
    },

    ListStateMachines(input: Input) {
      const most = wholeNumber(input, "maxResults", { min: 0, max: 1_000, otherwise: 100 }) || 100;
      const after = optionalText(input, "nextToken") ?? "";
      const found = machines
        .list()
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .filter((one) => one.name > after);
      const page = found.slice(0, most);
      return {
        stateMachines: page.map(({ name, arn, createdAt }) => ({
          stateMachineArn: arn,
          name,
          type: "STANDARD",
          creationDate: new Date(createdAt),
        })),
        ...(found.length > most ? { nextToken: page.at(-1)?.name } : {}),
      };
    },

    DeleteStateMachine(input: Input) {
      machines.delete(requiredText(input, "stateMachineArn"));
    },
  };
}

const created = ({ arn, createdAt }: MachineRecord) => ({
  stateMachineArn: arn,
  creationDate: new Date(createdAt),
});
