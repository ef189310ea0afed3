import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Lab } from "../../core/contracts.ts";
import { codeFolder } from "./code.ts";
import { type FunctionRecord, functionArn, logGroupOf } from "./model.ts";
import { type Ended, serveRuntimeApi } from "./runtime-api.ts";

export interface Outcome {
  /** What the caller gets, JSON. */
  payload: string;
  /** Absent when the handler ended well. */
  functionError?: "Unhandled";
  /** The last of what was logged. */
  tail: string;
}

/** A process that holds a loaded function and takes one event at a time. */
export interface Environment {
  /** False once it has ended, or is of no more use. */
  alive(): boolean;
  invoke(requestId: string, payload: string): Promise<Outcome>;
  end(): Promise<void>;
}

const BOOTSTRAP = fileURLToPath(new URL("./bootstrap.mjs", import.meta.url));
/** Lambda gives the loading 10 s; a machine that runs everything at once may need longer. */
const INIT_MS = 30_000;
/** As much of the log as Invoke gives back. */
const TAIL_BYTES = 4_096;
/** From the end of a process until it must be gone. */
const GRACE_MS = 500;

/** Starts a process for a function, with a log stream of its own. */
export async function startEnvironment(lab: Lab, one: FunctionRecord): Promise<Environment> {
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
  const stream = `${day}/[$LATEST]${randomBytes(16).toString("hex")}`;
  const group = logGroupOf(one.name);
  const writer = lab.logWriter(group, stream);
  let tail = "";
  const write = (text: string) => {
    writer.write(text);
    tail = (tail + text).slice(-TAIL_BYTES);
  };

  let settle: ((end: Ended) => void) | undefined;
  let current = "";
  let startFailed: Ended | undefined;
  const loaded = Promise.withResolvers<void>();
  const finish = (end: Ended) => {
    settle?.(end);
    settle = undefined;
  };
  const api = await serveRuntimeApi({
    ready: () => loaded.resolve(),
    ended: (requestId, end) => {
      if (requestId === current) finish(end);
    },
    initFailed: (payload) => {
      startFailed = { ok: false, payload };
      loaded.resolve();
    },
  });
  const child = spawn(process.execPath, [BOOTSTRAP], {
    cwd: codeFolder(lab, one.codeSha256),
    env: environmentOf(lab, one, { address: api.address, group, stream }) as NodeJS.ProcessEnv,
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  child.stdin?.on("error", () => {});
  child.stdout?.on("data", (chunk: Buffer) => write(String(chunk)));
  child.stderr?.on("data", (chunk: Buffer) => write(String(chunk)));
  const gone = new Promise<void>((done) => {
    child.once("error", () => done());
    // Not "exit": what was printed last still has to be read.
    child.once("close", () => done());
  });
  let ended = false;
  void gone.then(async () => {
    ended = true;
    api.close();
    const status = child.signalCode
      ? `signal: ${child.signalCode}`
      : `exit status ${child.exitCode}`;
    startFailed ??= failure("Runtime.ExitError", `Error: Runtime exited with error: ${status}`);
    finish(startFailed.ok ? startFailed : withRequest(startFailed, current));
    loaded.resolve();
    await writer.end();
  });

  const end = async () => {
    if (ended) return;
    kill(child, "SIGTERM");
    const timer = setTimeout(() => kill(child, "SIGKILL"), GRACE_MS);
    await gone;
    clearTimeout(timer);
  };

  return {
    alive: () => !ended && startFailed === undefined,
    end,
    async invoke(requestId, payload) {
      tail = "";
      current = requestId;
      const initTimer = setTimeout(() => {
        startFailed ??= failure(
          "Sandbox.Timedout",
          `Error: The function did not load within ${INIT_MS / 1000} s`,
        );
        loaded.resolve();
      }, INIT_MS);
      await loaded.promise;
      clearTimeout(initTimer);
      const began = performance.now();
      write(`START RequestId: ${requestId} Version: $LATEST\n`);
      const end_ = startFailed ?? (await run(requestId, payload));
      const took = performance.now() - began;
      write(`END RequestId: ${requestId}\n`);
      write(
        `REPORT RequestId: ${requestId}\tDuration: ${took.toFixed(2)} ms\tBilled Duration: ${Math.ceil(took)} ms\tMemory Size: ${one.memorySize} MB\t\n`,
      );
      if (startFailed) await end();
      return {
        payload: end_.payload,
        ...(end_.ok ? {} : { functionError: "Unhandled" as const }),
        tail,
      };
    },
  };

  function run(requestId: string, payload: string): Promise<Ended> {
    const { promise, resolve } = Promise.withResolvers<Ended>();
    const milliseconds = one.timeout * 1000;
    const timer = setTimeout(() => {
      startFailed = failure(
        "Sandbox.Timedout",
        `RequestId: ${requestId} Error: Task timed out after ${one.timeout.toFixed(2)} seconds`,
      );
      kill(child, "SIGKILL");
      finish(startFailed);
    }, milliseconds);
    settle = (end) => {
      clearTimeout(timer);
      resolve(end);
    };
    if (ended) finish(startFailed ?? failure("Runtime.ExitError", "Error: Runtime exited"));
    else {
      api.give({
        requestId,
        payload,
        functionArn: functionArn(lab, one.name),
        deadline: Date.now() + milliseconds,
      });
    }
    return promise;
  }
}

const failure = (errorType: string, errorMessage: string): Ended => ({
  ok: false,
  payload: JSON.stringify({ errorType, errorMessage }),
});

/** Errors of the sandbox say in which request they came. */
function withRequest(end: Ended, requestId: string): Ended {
  const { errorType, errorMessage } = JSON.parse(end.payload);
  if (!String(errorMessage).startsWith("Error: ")) return end;
  return failure(errorType, `RequestId: ${requestId} ${errorMessage}`);
}

function environmentOf(
  lab: Lab,
  one: FunctionRecord,
  { address, group, stream }: { address: string; group: string; stream: string },
): Record<string, string> {
  const root = codeFolder(lab, one.codeSha256);
  return {
    PATH: process.env.PATH ?? "/usr/bin:/bin",
    HOME: root,
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    AWS_REGION: lab.region,
    AWS_DEFAULT_REGION: lab.region,
    AWS_ACCESS_KEY_ID: "lab",
    AWS_SECRET_ACCESS_KEY: "lab",
    // On AWS the SDK finds the services by itself; here they are the lab.
    AWS_ENDPOINT_URL: lab.endpoint,
    // A cold start compiles no code that was compiled before.
    NODE_COMPILE_CACHE: join(lab.stateDir, "lambda", "compiled"),
    ...one.environment,
    AWS_EXECUTION_ENV: `AWS_Lambda_${one.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: one.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(one.memorySize),
    AWS_LAMBDA_LOG_GROUP_NAME: group,
    AWS_LAMBDA_LOG_STREAM_NAME: stream,
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_RUNTIME_API: address,
    LAMBDA_TASK_ROOT: root,
    LAMBDA_RUNTIME_DIR: root,
    _HANDLER: one.handler,
  };
}

/** Ends the process and whatever it started; one that is gone is no error. */
function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (!child.pid) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
