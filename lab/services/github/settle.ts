import { isAncestor, listBranches, listNew } from "./git/read.ts";
import type { Pull, RepositoryId } from "./model.ts";
import { findHosted } from "./repositories.ts";
import { below, type GitHubState, type Head, idOf } from "./state.ts";
import { pullEvent, pushEvent } from "./webhook/payloads.ts";
import { queueDelivery } from "./webhook/queue.ts";

interface Move {
  branch: string;
  before?: string;
  after?: string;
}

/** What a moved branch did to a pull request. */
interface Effect {
  pull: Pull;
  action: "synchronize" | "closed";
  before?: string;
}

/**
 * Compares the branches of a repository with what they were when this ran last, and does what follows.
 * However a branch was moved (by the API, by `git push`, just before a kill) it ends here, once.
 */
export async function settleRepository(
  state: GitHubState,
  repository: RepositoryId,
  sender: string,
): Promise<void> {
  const now = await listBranches(state.folder(repository));
  const known = new Map(state.heads.list(below(repository)).map((one) => [one.branch, one.commit]));
  // What is gone comes last: a merge may have taken its branch along.
  const gone = [...known.keys()].filter((branch) => !now.has(branch));
  for (const branch of [...now.keys(), ...gone]) {
    const before = known.get(branch);
    const after = now.get(branch);
    if (before === after) continue;
    await settleMove(state, repository, sender, {
      branch,
      ...(before ? { before } : {}),
      ...(after ? { after } : {}),
    });
  }
}

async function settleMove(
  state: GitHubState,
  repository: RepositoryId,
  sender: string,
  move: Move,
): Promise<void> {
  const { branch, before, after } = move;
  const effects = await effectsOf(state, repository, sender, move);
  const hosted = findHosted(repository.owner, repository.name);
  const payloads: { event: string; action?: string; body: object }[] = [];
  if (hosted?.installed) {
    payloads.push({ event: "push", body: await pushEvent(state, hosted, { ...move, sender }) });
    for (const { pull, action, before: old } of effects) {
      const extra = action === "synchronize" ? { before: old, after: pull.head.commit } : {};
      const by = pull.merged?.by ?? sender;
      const body = await pullEvent(state, action, pull, by, extra);
      payloads.push({ event: "pull_request", action, body });
    }
  }
  const id = idOf(repository, branch);
  state.lab.store.transaction(() => {
    const { owner, name } = repository;
    if (after) state.heads.put(id, { owner, name, branch, commit: after } satisfies Head);
    else state.heads.delete(id);
    for (const { pull } of effects) state.pulls.put(idOf(pull, pull.number), pull);
    for (const { event, action, body } of payloads) queueDelivery(state, event, action, body);
  });
  const detail = { owner: repository.owner, name: repository.name, branch, commit: after, before };
  state.lab.log("github", "A branch moved.", detail);
  state.lab.emit({ source: "lab.github", "detail-type": "Push", resources: [], detail });
}

async function effectsOf(
  state: GitHubState,
  repository: RepositoryId,
  sender: string,
  { branch, before, after }: Move,
): Promise<Effect[]> {
  const at = new Date();
  const open = state.pulls.list(below(repository)).filter((one) => one.state === "open");
  const isBase = open.some((one) => one.base.branch === branch);
  const brought =
    isBase && after ? await listNew(state.folder(repository), after, before) : new Set<string>();
  const effects: Effect[] = [];
  for (const pull of open) {
    if (pull.base.branch === branch && after) {
      const merged = mergedBy(pull, brought, after, sender);
      if (!merged) continue;
      const { merging: _, ...rest } = pull;
      const closed = { ...rest, state: "closed" as const, updatedAt: at, closedAt: at };
      effects.push({ pull: { ...closed, merged: { at, ...merged } }, action: "closed" });
    } else if (pull.head.branch === branch && !after) {
      effects.push({
        pull: { ...pull, state: "closed", updatedAt: at, closedAt: at },
        action: "closed",
      });
    } else if (pull.head.branch === branch && after && pull.head.commit !== after) {
      const base = state.heads.get(idOf(pull, pull.base.branch))?.commit ?? pull.base.commit;
      const moved = {
        ...pull,
        head: { branch, commit: after },
        base: { branch: pull.base.branch, commit: base },
        updatedAt: at,
      };
      // Nothing is left to be merged, were it for a moment only: GitHub closes it, and for good.
      if (await isAncestor(state.folder(pull), after, base))
        effects.push({ pull: { ...moved, state: "closed", closedAt: at }, action: "closed" });
      else effects.push({ pull: moved, action: "synchronize", before: pull.head.commit });
    }
  }
  return effects;
}

/** Whether the base now has the pull request: by the merge that was begun, or because its commits came another way. */
function mergedBy(
  pull: Pull,
  brought: Set<string>,
  base: string,
  sender: string,
): { by: string; commit: string } | undefined {
  if (pull.merging && brought.has(pull.merging.commit)) return pull.merging;
  return brought.has(pull.head.commit) ? { by: sender, commit: base } : undefined;
}
