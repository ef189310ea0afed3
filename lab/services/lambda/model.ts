import type { Lab } from "../../core/contracts.ts";

/** A function as the store keeps it. */
export interface FunctionRecord {
  name: string;
  runtime: string;
  role: string;
  handler: string;
  description: string;
  /** Seconds. */
  timeout: number;
  /** Megabytes; told, not enforced. */
  memorySize: number;
  /** Kept in clear, as the lab's secrets are; never written to a log. */
  environment: Record<string, string>;
  architecture: string;
  codeSha256: string;
  codeSize: number;
  /** ISO 8601. */
  lastModified: string;
  revisionId: string;
}

export const functionsOf = (lab: Lab) => lab.store.collection<FunctionRecord>("lambda.functions");

export const functionArn = (lab: Lab, name: string): string =>
  lab.arn("lambda", `function:${name}`);

/** The function's configuration in the API's shape. */
export function describeFunction(lab: Lab, one: FunctionRecord) {
  return {
    FunctionName: one.name,
    FunctionArn: functionArn(lab, one.name),
    Runtime: one.runtime,
    Role: one.role,
    Handler: one.handler,
    CodeSize: one.codeSize,
    CodeSha256: one.codeSha256,
    Description: one.description,
    Timeout: one.timeout,
    MemorySize: one.memorySize,
    LastModified: one.lastModified.replace("Z", "+0000"),
    Version: "$LATEST",
    ...(Object.keys(one.environment).length > 0
      ? { Environment: { Variables: one.environment } }
      : {}),
    TracingConfig: { Mode: "PassThrough" },
    RevisionId: one.revisionId,
    State: "Active",
    LastUpdateStatus: "Successful",
    PackageType: "Zip",
    Architectures: [one.architecture],
    EphemeralStorage: { Size: 512 },
    LoggingConfig: { LogFormat: "Text", LogGroup: logGroupOf(one.name) },
  };
}

export const logGroupOf = (name: string): string => `/aws/lambda/${name}`;

/** The name in a name, a partial ARN or an ARN, with or without `$LATEST`. */
export const bareName = (text: string): string =>
  /(?:^|:function:|^\d{12}:)([A-Za-z0-9_-]+)(?::\$LATEST)?$/.exec(text)?.[1] ?? text;
