import "server-only";
import { randomUUID } from "node:crypto";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import type { WarmUpInput, WarmUpLine, WarmUpProgress } from "@/lib/prompt-cache/warm-up";
import { now } from "@/server/platform/clock";
import type { Ctx } from "@/server/platform/ctx";
import { env } from "@/server/platform/env";
import { AppError, isAppError } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import { onShutdown } from "@/server/platform/shutdown";
import { askConverse, converseRequest } from "../ask-converse";
import { consolePromptCache } from "../engine-of-console";
import { redisProblem } from "../entries/redis-problem";
import { findNamespace } from "../namespaces/find-namespace";
import { converseResponse } from "./converse-response";
import { parseLines } from "./parse-lines";
import { claimWarmUp, dropClaim, holdClaim, keepProgress } from "./progress";

/** Calls of one warm-up at a time: quick, and no burst that the model would throttle. */
const AT_ONCE = 4;
const TELL_EVERY_MS = 500;

/**
 * Begins to store answers to the lines' prompts: told ones as they stand, the others by asking the
 * model. Goes on in the background; one warm-up per namespace at a time.
 * @throws AppError invalid (a line), conflict (one is running), not_found, upstream (Redis)
 */
export async function warmUp({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: WarmUpInput;
}): Promise<WarmUpProgress> {
  const namespace = await findNamespace(input.namespace);
  const lines = parseLines(input.lines);
  const progress: WarmUpProgress = {
    id: randomUUID(),
    namespace: namespace.name,
    state: "running",
    total: lines.length,
    stored: 0,
    known: 0,
    failed: 0,
    startedAt: now().toISOString(),
    startedBy: ctx.person.email,
  };
  try {
    if (!(await claimWarmUp(namespace.name, progress.id)))
      throw new AppError("conflict", `A warm-up of ${namespace.name} is running already.`);
    await keepProgress(progress);
  } catch (error) {
    throw redisProblem(error, "Nothing was started");
  }
  void run(namespace, lines, progress);
  return { ...progress };
}

/** Never rejects: what goes wrong is told in the progress. */
async function run(
  namespace: Namespace,
  lines: WarmUpLine[],
  progress: WarmUpProgress,
): Promise<void> {
  const leaving = new AbortController();
  const stay = onShutdown(() => leaving.abort());
  const tell = () =>
    Promise.all([keepProgress(progress), holdClaim(namespace.name)]).catch((error) =>
      log().warn({ error }, "the progress of a warm-up could not be kept"),
    );
  const timer = setInterval(tell, TELL_EVERY_MS);
  const waiting = lines.values();
  // Of lines that ask the same the first is stored, and the others find it.
  const begun = new Map<string, Promise<void>>();
  const worker = async () => {
    for (const line of waiting) {
      if (leaving.signal.aborted) return;
      const question = JSON.stringify([line.prompt, line.system, line.modelId]);
      const before = begun.get(question) ?? Promise.resolve();
      const done = before.then(() => one(namespace, line, progress, leaving.signal));
      begun.set(question, done);
      await done;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  clearInterval(timer);
  stay();
  progress.state = leaving.signal.aborted ? "stopped" : "done";
  progress.endedAt = now().toISOString();
  // Before the end is told, so that whoever sees it may begin anew.
  await dropClaim(namespace.name).catch(() => undefined);
  await tell();
}

async function one(
  namespace: Namespace,
  line: WarmUpLine,
  progress: WarmUpProgress,
  signal: AbortSignal,
): Promise<void> {
  try {
    const known = await store(namespace, line, signal);
    progress.stored += 1;
    if (known) progress.known += 1;
  } catch (error) {
    if (signal.aborted) return;
    progress.failed += 1;
    progress.problem ??= isAppError(error) ? error.message : "A line could not be stored.";
    if (!isAppError(error)) log().warn({ error }, "a line of a warm-up failed");
  }
}

/** True when the answer was there before. */
async function store(
  namespace: Namespace,
  line: WarmUpLine,
  signal: AbortSignal,
): Promise<boolean> {
  const { prompt, system, response } = line;
  const asked = { prompt, system, modelId: line.modelId ?? env().SWITCHYARD_PROMPT_MODEL };
  const by = { namespace, door: "warm-up" as const, waitForWrite: true, signal };
  if (response !== undefined) {
    const stored = await consolePromptCache().store(
      converseRequest(by, asked),
      converseResponse(line, response),
    );
    return stored.known;
  }
  const answer = await askConverse(consolePromptCache(), by, asked);
  if (answer.problem !== undefined)
    throw new AppError("upstream", `The model says: ${answer.problem}`);
  const { entryId } = await answer.done;
  if (answer.cache === "bypass" || !entryId)
    throw new AppError("invalid", "This namespace does not store such a prompt.");
  return answer.cache !== "miss";
}
