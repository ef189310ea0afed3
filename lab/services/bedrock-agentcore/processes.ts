import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { AwsError } from "../../core/aws-error.ts";
import type { Lab } from "../../core/contracts.ts";
import type { Records, RuntimeRecord } from "./model.ts";

const START_MS = 60_000;
const GRACE_MS = 3_000;

interface Running {
  url: Promise<string>;
  end(): Promise<void>;
}

/** The programs of agent runtimes: one process each, started when it is first needed, and again when it ended. */
export function runtimeProcesses(lab: Lab, { images }: Records) {
  const running = new Map<string, Running>();

  function start(runtime: RuntimeRecord): Running {
    const image = images.get(runtime.image);
    if (!image || !existsSync(join(image.folder, image.entry))) {
      throw new AwsError(
        "RuntimeClientError",
        `There is no image "${runtime.image}" to run; PUT /_lab/agentcore/images/${runtime.image} brings one.`,
        424,
      );
    }
    const workspaces = join(lab.stateDir, "bedrock-agentcore", runtime.id);
    mkdirSync(workspaces, { recursive: true });
    const child = spawn(process.execPath, ["--enable-source-maps", image.entry], {
      cwd: image.folder,
      // Its own settings only: what the lab was started with is none of its business.
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        LANG: "C.UTF-8",
        AWS_ENDPOINT_URL: lab.endpoint,
        AWS_REGION: lab.region,
        AWS_ACCESS_KEY_ID: "lab",
        AWS_SECRET_ACCESS_KEY: "lab",
        SWITCHYARD_AGENTS_WORKSPACES: workspaces,
        ...image.environmentVariables,
        ...runtime.environmentVariables,
        PORT: "0",
        // It ends with the lab, also when that is killed.
        ENDS_WITH_STDIN: "1",
      } as Record<string, string | undefined> as NodeJS.ProcessEnv,
      stdio: ["pipe", "pipe", "pipe"],
    });
    return watch(lab, runtime, child, () => running.delete(runtime.id));
  }

  return {
    /** Where the runtime's program answers. @throws AwsError RuntimeClientError when it cannot run */
    async urlOf(runtime: RuntimeRecord): Promise<string> {
      const known = running.get(runtime.id) ?? start(runtime);
      running.set(runtime.id, known);
      return known.url;
    },
    async end(runtimeId?: string): Promise<void> {
      const ending = [...running].filter(([id]) => runtimeId === undefined || id === runtimeId);
      await Promise.all(ending.map(([, one]) => one.end()));
    },
  };
}

export type RuntimeProcesses = ReturnType<typeof runtimeProcesses>;

function watch(lab: Lab, runtime: RuntimeRecord, child: ChildProcess, ended: () => void): Running {
  const stream = `${new Date().toISOString().slice(0, 10).replaceAll("-", "/")}/[runtime-logs]${randomUUID()}`;
  const log = lab.logWriter(`/aws/bedrock-agentcore/runtimes/${runtime.id}-DEFAULT`, stream);
  let printed = "";
  const url = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(failed(`The program did not listen within ${START_MS / 1_000} s.`));
      child.kill("SIGKILL");
    }, START_MS);
    const take = (chunk: Buffer) => {
      log.write(String(chunk));
      printed = (printed + chunk).slice(-20_000);
      const port = /Listening on port (\d+)/.exec(printed)?.[1];
      if (!port) return;
      clearTimeout(timer);
      resolve(`http://127.0.0.1:${port}`);
    };
    child.stdout?.on("data", take);
    child.stderr?.on("data", take);
    child.stdin?.on("error", () => {});
    child.once("close", (code) => {
      clearTimeout(timer);
      ended();
      void log.end();
      reject(failed(`The program ended with ${code}: ${printed.trim().slice(-1_000)}`));
    });
    child.once("error", (error) => reject(failed(error.message)));
  });
  url.catch(() => {});
  return {
    url,
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((done) => child.once("close", done));
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
      await gone;
      clearTimeout(timer);
    },
  };
}

const failed = (why: string) => new AwsError("RuntimeClientError", why, 424);
