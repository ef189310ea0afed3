import { branchHead } from "./git/read.ts";
import { mergeTrees } from "./git/write.ts";
import type { Pull } from "./model.ts";
import { foldChecks, unmetRules } from "./protection.ts";
import type { GitHubState } from "./state.ts";

export interface Mergeability {
  mergeable: boolean | null;
  state: "unknown" | "dirty" | "blocked" | "behind" | "unstable" | "clean";
}

export const UNKNOWN: Mergeability = { mergeable: null, state: "unknown" };

type Trial = "under way" | { tree: string } | { conflicts: string[] };
/** Merges that were tried, per lab: two commits always merge the same. */
const trials = new WeakMap<GitHubState, Map<string, Trial>>();
const MOST_TRIALS = 2_000;

/**
 * As GitHub does: the first question starts the work and hears that nothing is known yet; who asks
 * again hears the result.
 */
export async function readMergeability(state: GitHubState, pull: Pull): Promise<Mergeability> {
  if (pull.merged) return UNKNOWN;
  const base = await branchHead(state.folder(pull), pull.base.branch);
  if (!base) return { mergeable: false, state: "dirty" };
  const known = trialsOf(state);
  const key = `${base}:${pull.head.commit}`;
  const trial = known.get(key);
  if (trial === undefined) {
    known.set(key, "under way");
    tryMerge(state, pull, base).catch((error: Error) => {
      known.delete(key);
      state.lab.log("github", "A merge could not be tried.", { error: error.stack });
    });
  }
  if (trial === undefined || trial === "under way") return UNKNOWN;
  if ("conflicts" in trial) return { mergeable: false, state: "dirty" };
  return { mergeable: true, state: await stateOf(state, pull, base) };
}

/** The same for people, who are told at once. */
export async function awaitMergeability(state: GitHubState, pull: Pull): Promise<Mergeability> {
  const base = await branchHead(state.folder(pull), pull.base.branch);
  if (base && !pull.merged) await tryMerge(state, pull, base);
  return readMergeability(state, pull);
}

/** The merged tree of base and head, or the files in conflict; remembered. */
export async function tryMerge(
  state: GitHubState,
  pull: Pull,
  base: string,
): Promise<{ tree: string } | { conflicts: string[] }> {
  const known = trialsOf(state);
  const key = `${base}:${pull.head.commit}`;
  const trial = known.get(key);
  if (trial && trial !== "under way") return trial;
  const result = await mergeTrees(state.folder(pull), base, pull.head.commit);
  if (known.size >= MOST_TRIALS) known.clear();
  known.set(key, result);
  return result;
}

async function stateOf(
  state: GitHubState,
  pull: Pull,
  base: string,
): Promise<Mergeability["state"]> {
  const unmet = await unmetRules(state, pull, base);
  if (unmet.some((one) => one.kind !== "behind")) return "blocked";
  if (unmet.length > 0) return "behind";
  const checks = foldChecks(state, pull, pull.head.commit);
  return checks.every((one) => one.state === "success") ? "clean" : "unstable";
}

function trialsOf(state: GitHubState): Map<string, Trial> {
  let known = trials.get(state);
  if (!known) {
    known = new Map();
    trials.set(state, known);
  }
  return known;
}
