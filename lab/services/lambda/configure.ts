import { invalidParameter } from "./refuse.ts";

type Input = Record<string, unknown>;

/** What may be changed of a function without its code. */
export interface Configuration {
  runtime: string;
  role: string;
  handler: string;
  description: string;
  timeout: number;
  memorySize: number;
  environment: Record<string, string>;
}

const DEFAULTS = { description: "", timeout: 3, memorySize: 128, environment: {} };

/** Reads a configuration; what is left out stays as it was. @throws AwsError InvalidParameterValueException */
export function readConfiguration(
  input: Input,
  before: Partial<Configuration> = {},
): Configuration {
  const text = (name: string, old: string | undefined) => {
    const value = input[name] ?? old;
    if (typeof value === "string" && value !== "") return value;
    throw invalidParameter(`${name} must be given.`);
  };
  const number = (name: string, old: number, least: number, most: number) => {
    const value = input[name] ?? old;
    if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most)
      return Number(value);
    throw invalidParameter(
      `Value '${value}' at '${name[0]?.toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must have value from ${least} to ${most}`,
    );
  };
  const old = { ...DEFAULTS, ...before };
  const runtime = text("Runtime", before.runtime);
  if (!/^nodejs\d+\.x$/.test(runtime)) {
    throw invalidParameter(`The lab runs functions for Node.js only, not for ${runtime}.`);
  }
  const role = text("Role", before.role);
  if (!/^arn:[\w-]+:iam::\d{12}:role\/.+/.test(role)) {
    throw invalidParameter("The role defined for the function cannot be assumed by Lambda.");
  }
  return {
    runtime,
    role,
    handler: text("Handler", before.handler),
    description: typeof input.Description === "string" ? input.Description : old.description,
    timeout: number("Timeout", old.timeout, 1, 900),
    memorySize: number("MemorySize", old.memorySize, 128, 10_240),
    environment: readEnvironment(input.Environment, old.environment),
  };
}

/** Lambda takes 4 KB of variables altogether, and none of its own names. */
const MOST_BYTES = 4_096;
const RESERVED =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_.*|AWS_ACCESS_KEY(_ID)?|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR)$/;

function readEnvironment(given: unknown, before: Record<string, string>): Record<string, string> {
  if (given === undefined || given === null) return before;
  const variables = (given as { Variables?: Record<string, string> }).Variables ?? {};
  for (const name of Object.keys(variables)) {
    if (!/^[a-zA-Z]\w+$/.test(name)) throw invalidParameter("A variable's name is not valid.");
    if (RESERVED.test(name)) {
      throw invalidParameter(
        `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${name}`,
      );
    }
  }
  if (Buffer.byteLength(JSON.stringify(variables)) > MOST_BYTES) {
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the ${MOST_BYTES / 1024}KB limit.`,
    );
  }
  return variables;
}
