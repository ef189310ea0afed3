import { execFile } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { findAwsCli } from "../../../../scripts/test/ensure-needs.ts";
import type { LabUnderTest } from "../../../fixtures/start-lab.ts";

/** What any SDK client needs to talk to a lab; retries are off, so that faults are seen. */
export const connection = (lab: LabUnderTest) => ({
  endpoint: lab.endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "lab", secretAccessKey: "lab" },
  maxAttempts: 1,
});

/** Polls until `look` gives something; fails with `what` after the deadline. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  milliseconds = 15_000,
): Promise<T> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await wait(50);
  }
}

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end. */
export function run(
  command: string,
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ran> {
  return new Promise((done) => {
    execFile(
      command,
      args,
      { maxBuffer: 32 * 1024 * 1024, ...options },
      (error, stdout, stderr) => {
        done({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr });
      },
    );
  });
}

export const hasAwsCli = findAwsCli() !== undefined;

/** The AWS CLI of Debian against a lab; a machine without it skips what needs it (`hasAwsCli`). */
export const awsCli = (lab: LabUnderTest, ...args: string[]): Promise<Ran> =>
  run(findAwsCli() ?? "aws", ["--endpoint-url", lab.endpoint, "--output", "json", ...args], {
    env: {
      PATH: process.env.PATH,
      HOME: lab.stateDir,
      AWS_ACCESS_KEY_ID: "lab",
      AWS_SECRET_ACCESS_KEY: "lab",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_PAGER: "",
    } as unknown as NodeJS.ProcessEnv,
  });

/** One JSON-protocol request as raw text, for what no SDK would send. */
export const rawJson = (lab: LabUnderTest, target: string, body: string | Buffer, headers = {}) =>
  fetch(lab.endpoint, {
    method: "POST",
    headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": target, ...headers },
    body: body as BodyInit,
  });
