import { AwsError } from "../../core/aws-error.ts";

/** A state as far as the lab looks at it itself. */
export interface State {
  Type: string;
  Resource?: string;
  TimeoutSeconds?: number;
  TimeoutSecondsPath?: string;
  Branches?: Definition[];
  Iterator?: Definition;
  ItemProcessor?: Definition & { ProcessorConfig?: { Mode?: string } };
  [field: string]: unknown;
}

export interface Definition {
  StartAt: string;
  States: Record<string, State>;
  TimeoutSeconds?: number;
  QueryLanguage?: string;
}

const invalid = (message: string) =>
  new AwsError("InvalidDefinition", `Invalid State Machine Definition: '${message}'`);

/**
 * Parses a definition and refuses what is wrong, and what the lab would run otherwise than AWS.
 * @throws AwsError InvalidDefinition
 */
export async function checkDefinition(text: string): Promise<Definition> {
  let definition: Definition;
  try {
    definition = JSON.parse(text);
  } catch (error) {
    throw invalid(`INVALID_JSON_DESCRIPTION: ${(error as Error).message}`);
  }
  if (typeof definition !== "object" || definition === null || Array.isArray(definition)) {
    throw invalid("INVALID_JSON_DESCRIPTION: The definition is no object.");
  }
  // Loaded when it is needed: the lab starts without it.
  const { default: validate } = await import("asl-validator");
  const { isValid, errorsText } = validate(structuredClone(definition));
  if (!isValid) throw invalid(`SCHEMA_VALIDATION_FAILED: ${errorsText("; ")}`);
  refuseUnsupported(definition, text);
  return definition;
}

/** All states, also those within branches and iterations. */
export function allStates(definition: Definition): [name: string, state: State][] {
  return Object.entries(definition.States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...[...(state.Branches ?? []), state.Iterator, state.ItemProcessor].flatMap((inner) =>
      inner ? allStates(inner) : [],
    ),
  ]);
}

/** What a Task state may call in the lab. */
export const LAMBDA_INVOKE = "arn:aws:states:::lambda:invoke";
export const isFunctionArn = (resource: string): boolean =>
  /^arn:aws:lambda:[\w-]+:\d{12}:function:[\w-]+(:\$LATEST)?$/.test(resource);

function refuseUnsupported(definition: Definition, text: string): void {
  const lacks = (what: string) => invalid(`The lab does not run ${what}.`);
  for (const part of [definition, ...allStates(definition).map(([, state]) => state)]) {
    if (part.QueryLanguage === "JSONata") throw lacks("JSONata");
    if ("Assign" in part) throw lacks("variables (Assign)");
  }
  for (const [name, state] of allStates(definition)) {
    if (
      state.Type === "Task" &&
      state.Resource !== LAMBDA_INVOKE &&
      !isFunctionArn(state.Resource ?? "")
    ) {
      throw lacks(`the resource ${state.Resource} of the state ${name}, only Lambda functions`);
    }
    if (state.ItemProcessor?.ProcessorConfig?.Mode === "DISTRIBUTED") {
      throw lacks(`distributed maps (the state ${name})`);
    }
    for (const field of ["HeartbeatSeconds", "HeartbeatSecondsPath", "ItemReader", "ItemBatcher"]) {
      if (field in state) throw lacks(`${field} (the state ${name})`);
    }
  }
  const missing = /\$\$\.(State|Task|Map)\b/.exec(text)?.[0];
  if (missing) throw lacks(`the context's ${missing}`);
}
