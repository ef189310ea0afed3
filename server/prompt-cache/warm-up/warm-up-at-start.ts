import "server-only";
import { randomUUID } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { UpstreamCall } from "@/lib/audit/model";
import { makeDefineAction } from "@/server/platform/define-action";
import { log } from "@/server/platform/log";
import type { WarmUpFile } from "@/server/platform/warm-up-files";
import { redisAnswers } from "@/server/redis";
import { warmUpDefinition } from "../action-definitions";

const MAX_BYTES = 8_000_000;
const REDIS_PATIENCE_MS = 60_000;

/** Nobody pressed anything: the ledger names the deployment, which is whoever set the console up. */
const DEPLOYMENT = {
  id: "deployment",
  name: "Deployment",
  email: "deployment",
  role: "admin",
} as const;

const warm = makeDefineAction(async () => {
  const upstream: UpstreamCall[] = [];
  return {
    person: DEPLOYMENT,
    requestId: randomUUID(),
    upstream,
    recordUpstream: (call: UpstreamCall) => void upstream.push(call),
  };
})(warmUpDefinition);

/**
 * Begins the warm-ups that a deployment comes with, so that the first who asks gets a hit. What is
 * stored already is not asked for again, and of several processes one does it. Never throws: what
 * goes wrong is one line in the log, and the console starts all the same.
 */
export async function warmUpAtStart(files: readonly WarmUpFile[]): Promise<void> {
  if (files.length === 0 || !(await redisIsThere())) return;
  for (const { namespace, file } of files) {
    const lines = await read(file);
    if (lines === undefined) {
      log().error(
        { namespace },
        "SWITCHYARD_PROMPT_WARM_UP names a file that cannot be read, or is larger than 8 MB",
      );
      continue;
    }
    const result = await warm({ namespace, lines });
    if (result.ok) log().info({ namespace, lines: result.data.total }, "a warm-up has begun");
    else if (result.problem.code === "conflict") log().info({ namespace }, result.problem.message);
    else log().error({ namespace }, result.problem.message);
  }
}

async function read(file: string): Promise<string | undefined> {
  try {
    if ((await stat(file)).size > MAX_BYTES) return undefined;
    return await readFile(file, "utf8");
  } catch {
    return undefined;
  }
}

async function redisIsThere(): Promise<boolean> {
  for (const end = Date.now() + REDIS_PATIENCE_MS; ; await pause(1_000)) {
    if (await redisAnswers()) return true;
    if (Date.now() < end) continue;
    log().error("Redis did not answer, so no namespace was warmed up");
    return false;
  }
}
