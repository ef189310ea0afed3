/**
 * What runs a function in its process: the loop of AWS's Lambda Runtime API. It loads the handler once and
 * then asks for one event after the other. When the lab goes away this process ends.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { format } from "node:util";

const API = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const ROOT = process.env.LAMBDA_TASK_ROOT;

let requestId = "";
// The lab holds the other end: closed means that it was stopped or killed.
process.stdin.resume();
process.stdin.on("close", () => process.exit(1));

const print = (level, values) => {
  const text = format(...values).replaceAll("\n", "\r");
  process.stdout.write(`${new Date().toISOString()}\t${requestId}\t${level}\t${text}\n`);
};
console.log = (...values) => print("INFO", values);
console.info = (...values) => print("INFO", values);
console.debug = (...values) => print("DEBUG", values);
console.warn = (...values) => print("WARN", values);
console.error = (...values) => print("ERROR", values);

const told = (error) => ({
  errorType: error instanceof Error ? error.name : typeof error,
  errorMessage: error instanceof Error ? error.message : String(error),
  trace: error instanceof Error ? String(error.stack).split("\n") : [],
});

async function say(path, body) {
  const headers = { "content-type": "application/json" };
  if (path.endsWith("/error")) headers["lambda-runtime-function-error-type"] = body.errorType;
  const text = JSON.stringify(body);
  const answer = await fetch(`${API}/${path}`, { method: "POST", headers, body: text ?? "null" });
  await answer.arrayBuffer();
}

async function loadHandler() {
  const [, file, name] = /^(.*)\.([^.]+)$/.exec(process.env._HANDLER) ?? [];
  const path = ["mjs", "js", "cjs"].map((ext) => join(ROOT, `${file}.${ext}`)).find(existsSync);
  if (!path) {
    throw named("Runtime.ImportModuleError", `Error: Cannot find module '${file}'`);
  }
  const module = await import(pathToFileURL(path).href);
  const handler = module[name] ?? module.default?.[name];
  if (typeof handler === "function") return handler;
  throw named("Runtime.HandlerNotFound", `${process.env._HANDLER} is undefined or not exported`);
}

const named = (name, message) => Object.assign(new Error(message), { name });

function contextOf(headers) {
  const deadline = Number(headers.get("lambda-runtime-deadline-ms"));
  return {
    awsRequestId: requestId,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: headers.get("lambda-runtime-invoked-function-arn"),
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

let handler;
try {
  handler = await loadHandler();
} catch (error) {
  await say("init/error", told(error));
  process.exit(1);
}
for (;;) {
  const next = await fetch(`${API}/invocation/next`);
  requestId = next.headers.get("lambda-runtime-aws-request-id") ?? "";
  const event = JSON.parse(await next.text());
  try {
    const result = await handler(event, contextOf(next.headers));
    await say(`invocation/${requestId}/response`, result);
  } catch (error) {
    console.error("Invoke Error", JSON.stringify(told(error)));
    await say(`invocation/${requestId}/error`, told(error));
  }
}
