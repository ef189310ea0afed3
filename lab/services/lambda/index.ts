/** Lambda: functions for Node.js, really run in processes of their own by AWS's Runtime API. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { CallInfo, Lab, Operation, Service } from "../../core/contracts.ts";
import { notImplemented } from "../../core/lab.ts";
import { parseJson, toJsonValue } from "../../core/wire/json.ts";
import { readBody } from "../../core/wire/read-body.ts";
import { createEventQueue } from "./event-queue.ts";
import { createFunctions } from "./functions.ts";
import { type InvokeAnswer, invoke } from "./invoke.ts";
import { createPool } from "./pool.ts";
import { routeOf } from "./routes.ts";

/** A zip file of 50 MB, in base64, and the rest of the request. */
const LONGEST_BODY = 70 * 1024 * 1024;

export default function createLambda(lab: Lab): Service {
  const pool = createPool(lab);
  const queue = createEventQueue(lab, pool);
  const functions = createFunctions(lab, pool);
  const operations: Record<string, Operation> = {
    ...functions.operations,
    Invoke: (input, call) => invoke({ lab, pool, queue }, functions.find(input), input, call),
  };
  return {
    name: "lambda",
    protocol: "rest-json",
    route: routeOf,
    operations,
    handle: (req, res, call) => answer(operations, req, res, call),
    async start() {
      queue.start();
    },
    stop: () => pool.stop(),
  };
}

async function answer(
  operations: Record<string, Operation>,
  req: IncomingMessage,
  res: ServerResponse,
  call: CallInfo,
): Promise<void> {
  const { operation, functionName } = routeOf(req) ?? { operation: "Unknown" };
  const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (!run) throw notImplemented("lambda", `${req.method} ${req.url}`);
  const query = new URLSearchParams((req.url ?? "").split("?", 2)[1] ?? "");
  const body = await readBody(req, LONGEST_BODY);
  const named = functionName === undefined ? {} : { FunctionName: functionName };
  if (operation === "Invoke") {
    const header = (name: string) => req.headers[name] as string | undefined;
    const input = {
      ...named,
      ...given("InvocationType", header("x-amz-invocation-type")),
      ...given("LogType", header("x-amz-log-type")),
    };
    const output = (await run({ ...input, Payload: body }, call)) as InvokeAnswer;
    call.record?.(input, output);
    return answerInvoke(res, output, call.requestId);
  }
  const inQuery = {
    ...given("Marker", query.get("Marker") ?? undefined),
    ...(query.has("MaxItems") ? { MaxItems: Number(query.get("MaxItems")) } : {}),
  };
  const input = { ...parseJson(body), ...inQuery, ...named };
  const output = toJsonValue((await run(input, call)) ?? {});
  call.record?.(withoutCode(input), output);
  const status = operation === "CreateFunction" ? 201 : operation === "DeleteFunction" ? 204 : 200;
  res.writeHead(status, {
    "content-type": "application/json",
    "x-amzn-requestid": call.requestId,
  });
  res.end(status === 204 ? undefined : JSON.stringify(output));
}

/** Megabytes of code are nothing to be looked up in a record. */
function withoutCode(input: Record<string, unknown>): Record<string, unknown> {
  const { ZipFile: _zip, Code, ...rest } = input;
  if (typeof Code !== "object" || Code === null) return rest;
  const { ZipFile: _inCode, ...code } = Code as Record<string, unknown>;
  return { ...rest, Code: code };
}

const given = (name: string, value: string | undefined) =>
  value === undefined ? {} : { [name]: value };

function answerInvoke(res: ServerResponse, output: InvokeAnswer, requestId: string): void {
  const { StatusCode, FunctionError, LogResult, ExecutedVersion, Payload = "" } = output;
  res.writeHead(StatusCode, {
    "content-type": "application/json",
    "x-amzn-requestid": requestId,
    ...(FunctionError ? { "x-amz-function-error": FunctionError } : {}),
    ...(LogResult ? { "x-amz-log-result": LogResult } : {}),
    ...(ExecutedVersion ? { "x-amz-executed-version": ExecutedVersion } : {}),
  });
  res.end(StatusCode === 204 ? undefined : Payload);
}
