import "server-only";
import type { KeyedRequest } from "@/lib/prompt-cache/key-parts";
import { normalisePrompt } from "@/lib/prompt-cache/normalise";
import type { MissReason } from "@/lib/prompt-cache/outcome";
import type { Candidate } from "@/lib/prompt-cache/trace";
import { costOf } from "@/server/platform/prices/cost-of";
import type { RedisReply } from "@/server/redis/commands";
import type { Embedder, Guard, Neighbour, PromptRequest, VectorIndex } from "./contracts";
import { RedisAway } from "./guarded-redis";
import { judgePair } from "./judge";
import type { RequestDigests } from "./key-digests";
import { pairId } from "./pair-id";
import { entryKey, exactEntryKey } from "./redis-keys";
import type { Runtime } from "./runtime";
import { decodeStored, openPrompt, type StoredAnswer } from "./stored-answer";
import { type Draft, noteStep } from "./trace-draft";

const CANDIDATES = 5;
/** How far below the threshold the neighbours of a miss are still noted, for the tuning screen. */
const NOTED_BELOW = 0.2;
const LEAST_NOTED = 0.5;

export interface Similar {
  /** `exactKey`: of the stored prompt. */
  hit?: { answer: StoredAnswer; score: number; exactKey: string };
  /** Why there is no hit. */
  reason?: MissReason;
  /** For writing the answer back. */
  vector?: Float32Array;
  embedder?: Embedder;
  index?: VectorIndex;
}

interface Stored {
  prompt?: string;
  exactKey?: string;
}

/** Looks for an answer to a prompt that asks the same in other words. Throws only when Redis is away. */
export async function findSimilar(
  runtime: Runtime,
  draft: Draft,
  keyed: KeyedRequest,
  digests: RequestDigests,
): Promise<Similar> {
  const { namespace } = draft.request;
  const { embedder, indexOf, prices } = runtime.parts;
  const { semantic } = namespace.settings;
  if (!embedder || !indexOf || !semantic.enabled || keyed.exactOnly)
    return { reason: "exact_only" };

  const embedding = performance.now();
  let vector: Float32Array;
  try {
    const embedded = await embedder.embed(keyed.normalised);
    vector = embedded.vector;
    const tokens = { input: embedded.tokens, output: 0 };
    draft.money.overhead += costOf(prices, embedder.id.replace(/\/\d+$/, ""), tokens);
  } catch {
    return { reason: "embedding_failed" };
  } finally {
    noteStep(draft, "embed", embedding);
  }

  const searching = performance.now();
  let judging = 0;
  const found = { vector, embedder };
  try {
    const index = await indexOf(namespace, embedder);
    const { contextKey } = digests;
    const nearest: Nearest = (atLeast) =>
      index.nearest({ contextKey, vector, limit: CANDIDATES, atLeast });
    // The higher it asks from, the less an index reads: a hit does not pay for what a miss notes.
    const looked = await weigh(runtime, draft, keyed, index, await nearest(semantic.threshold));
    judging = looked.judgeMs;
    if (looked.hit) return { hit: looked.hit };
    const reason = reasonOf(draft.candidates);
    await noteNearMisses(runtime, draft, keyed, index, nearest);
    const alone = draft.candidates.length === 0 && (await isAlone(index, contextKey, vector));
    return { reason: alone ? "nothing_stored" : reason, ...found, index };
  } catch (error) {
    if (error instanceof RedisAway) throw error;
    // Kept with its vector all the same: the index learns of it from the log when it is well again.
    draft.problem = "The vector index did not answer.";
    return { reason: "embedding_failed", ...found };
  } finally {
    if (judging > 0) draft.steps.push({ step: "judge", ms: judging });
    draft.steps.push({ step: "semantic", ms: performance.now() - searching - judging });
  }
}

type Nearest = (atLeast: number) => Promise<Neighbour[]>;

/** Whether nothing at all is stored in this context, however far away; what is stored in others says nothing. */
const isAlone = async (index: VectorIndex, contextKey: string, vector: Float32Array) =>
  (await index.nearest({ contextKey, vector, limit: 1, atLeast: -1 })).length === 0;

/** Takes the nearest neighbour that is near enough, asks the same, and is still there. */
async function weigh(
  runtime: Runtime,
  draft: Draft,
  keyed: KeyedRequest,
  index: VectorIndex,
  neighbours: Neighbour[],
): Promise<{ hit?: Similar["hit"]; judgeMs: number }> {
  const { request } = draft;
  const { candidates, stored } = await readCandidates(runtime, draft, keyed, index, neighbours);
  draft.candidates = candidates;
  // Most often the nearest is served: its answer is read in the round trip that asks what is wrong,
  // and the guards, which compute for as long as Redis takes, look at it meanwhile.
  const judged = request.namespace.settings.semantic.judgeModel !== "";
  const nearest = judged ? -1 : candidates.findIndex(({ verdict }) => verdict === "not_needed");
  const asking = Promise.all([
    wrongAmong(runtime, request, candidates),
    nearest < 0 ? undefined : readAnswer(runtime, request, stored[nearest]?.exactKey ?? ""),
  ]);
  const guarded = (n: number) => guardsSay(runtime, request, keyed, stored[n]?.prompt ?? "");
  const ofNearest = nearest < 0 ? undefined : guarded(nearest);
  const [wrong, itsAnswer] = await asking;

  let judgeMs = 0;
  for (const [n, candidate] of candidates.entries()) {
    if (candidate.verdict !== "not_needed") continue;
    const { prompt = "", exactKey = "" } = stored[n] ?? {};
    if (isCalledWrong(candidate, wrong)) continue;
    if (isRefused(candidate, (n === nearest && ofNearest) || guarded(n))) continue;
    const before = performance.now();
    const passes = await passesJudge(runtime, draft, keyed, candidate, prompt);
    judgeMs += request.namespace.settings.semantic.judgeModel ? performance.now() - before : 0;
    if (!passes) continue;
    const answer = n === nearest ? itsAnswer : await readAnswer(runtime, request, exactKey);
    if (answer) {
      candidate.verdict = "served";
      return { hit: { answer, score: candidate.score, exactKey }, judgeMs };
    }
    candidate.verdict = "vanished";
    runtime.background(index.remove([candidate.entryId]));
  }
  return { judgeMs };
}

/** Notes what a lower threshold would have weighed, after what was. */
async function noteNearMisses(
  runtime: Runtime,
  draft: Draft,
  keyed: KeyedRequest,
  index: VectorIndex,
  nearest: Nearest,
): Promise<void> {
  const { threshold } = draft.request.namespace.settings.semantic;
  const from = Math.max(LEAST_NOTED, threshold - NOTED_BELOW);
  const room = CANDIDATES - draft.candidates.length;
  if (room <= 0 || from >= threshold) return;
  const weighed = new Set(draft.candidates.map(({ entryId }) => entryId));
  // What came to stand above the threshold only now was not weighed, and would tell of a hit.
  const below = (await nearest(from)).filter(
    ({ entryId, score }) => score < threshold && !weighed.has(entryId),
  );
  if (below.length === 0) return;
  const read = await readCandidates(runtime, draft, keyed, index, below.slice(0, room));
  draft.candidates.push(...read.candidates);
}

/** Neighbours with their prompts; the index forgets those that are gone. */
async function readCandidates(
  runtime: Runtime,
  { request }: Draft,
  keyed: KeyedRequest,
  index: VectorIndex,
  neighbours: Neighbour[],
): Promise<{ candidates: Candidate[]; stored: Stored[] }> {
  if (neighbours.length === 0) return { candidates: [], stored: [] };
  const { threshold } = request.namespace.settings.semantic;
  const stored = await readStored(runtime, request, neighbours);
  const candidates = neighbours.map(({ entryId, score }, n): Candidate => {
    const prompt = stored[n]?.prompt;
    return {
      entryId,
      prompt: prompt?.slice(0, 500) ?? "",
      ...(prompt !== undefined && { pairId: idOf(keyed, prompt, request) }),
      score,
      verdict:
        score < threshold ? "below_threshold" : prompt === undefined ? "vanished" : "not_needed",
    };
  });
  const gone = candidates.filter(({ prompt }) => prompt === "").map(({ entryId }) => entryId);
  if (gone.length > 0) runtime.background(index.remove(gone));
  return { candidates, stored };
}

/** The first thing that kept the nearest from being served. */
function reasonOf(candidates: Candidate[]): MissReason {
  const verdict = candidates[0]?.verdict;
  return verdict === "guard" || verdict === "judge" || verdict === "vanished"
    ? verdict
    : "below_threshold";
}

async function readStored(
  runtime: Runtime,
  { namespace }: PromptRequest,
  neighbours: Neighbour[],
): Promise<Stored[]> {
  const replies = await runtime.redis.batch(
    neighbours.map(({ entryId }) => ["HMGET", entryKey(namespace, entryId), "prompt", "x"]),
  );
  return replies.map((reply): Stored => {
    const [prompt, exactKey] = Array.isArray(reply) ? (reply as RedisReply[]) : [];
    if (!Buffer.isBuffer(prompt) || !Buffer.isBuffer(exactKey)) return {};
    return {
      prompt: openPrompt(runtime.sealer, namespace.name, prompt),
      exactKey: exactKey.toString(),
    };
  });
}

const idOf = (keyed: KeyedRequest, stored: string, { namespace }: PromptRequest): string =>
  pairId(keyed.normalised, normalisePrompt(stored, namespace.settings));

async function wrongAmong(
  { parts }: Runtime,
  { namespace }: PromptRequest,
  candidates: Candidate[],
): Promise<ReadonlySet<string>> {
  const ids = candidates.flatMap(({ verdict, pairId: id }) =>
    verdict === "not_needed" && id ? [id] : [],
  );
  if (!parts.wrongPairs || ids.length === 0) return new Set();
  // Not knowing what people called wrong is no leave to serve it.
  return parts.wrongPairs.among(namespace.name, ids).catch(() => new Set(ids));
}

type Verdict = ReturnType<Guard>;

const guardsSay = (
  { parts }: Runtime,
  { namespace }: PromptRequest,
  keyed: KeyedRequest,
  stored: string,
): Verdict =>
  namespace.settings.semantic.guards ? parts.guard(keyed.prompt, stored) : { allowed: true };

function isCalledWrong(candidate: Candidate, wrong: ReadonlySet<string>): boolean {
  if (!candidate.pairId || !wrong.has(candidate.pairId)) return false;
  const why = "A person called this pair wrong.";
  Object.assign(candidate, { verdict: "guard", guard: "label", why });
  return true;
}

function isRefused(candidate: Candidate, said: Verdict): boolean {
  if (said.allowed) return false;
  Object.assign(candidate, { verdict: "guard", guard: said.guard, why: said.why });
  return true;
}

async function passesJudge(
  { parts }: Runtime,
  draft: Draft,
  keyed: KeyedRequest,
  candidate: Candidate,
  stored: string,
): Promise<boolean> {
  const model = draft.request.namespace.settings.semantic.judgeModel;
  if (!model) return true;
  const said = await judgePair(parts.bedrock, model, keyed.prompt, stored);
  draft.money.overhead += costOf(parts.prices, model, {
    input: said.inputTokens,
    output: said.outputTokens,
  });
  if (!said.same) Object.assign(candidate, { verdict: "judge", why: said.why });
  return said.same;
}

/** Read again right before it is served: it may have expired, been evicted, or be damaged. */
async function readAnswer(
  runtime: Runtime,
  { namespace }: PromptRequest,
  exactKey: string,
): Promise<StoredAnswer | undefined> {
  const value = await runtime.redis.get(exactEntryKey(namespace, exactKey));
  return value ? decodeStored(runtime.sealer, namespace.name, value) : undefined;
}
