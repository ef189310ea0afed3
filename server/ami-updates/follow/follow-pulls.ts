import "server-only";
import { settingsOf } from "@/lib/ami-updates/config";
import type { UpdateRecord } from "@/lib/ami-updates/model";
import type { PullRequest } from "@/server/github/contracts";
import { held } from "@/server/platform/held";
import { inParallel } from "@/server/platform/in-parallel";
import type { AmiParts } from "../contracts";
import { tell } from "../notify/notify-update";
import { proposeUpdate } from "../propose/propose-update";
import { stateOf } from "../read-pull-now";
import { mergeByPolicy } from "./merge-by-policy";
import { settled } from "./settled";

/** GitHub is asked for so many in a pass; the others have their turn in the next ones. */
const MOST_AT_ONCE = 20;
const WIDTH = 4;
/** A branch in conflict is brought up to date again after this at the earliest. */
const REFRESH_MS = 5 * 60_000;

const lookedAt = () => held("ami.follow.lookedAt", () => new Map<string, number>());
const refreshedAt = () => held("ami.follow.refreshedAt", () => new Map<string, number>());

/**
 * What webhooks may have missed: looks at the pull requests of undecided records and writes down who
 * merged or closed them; merges by policy what it may. @returns how many were decided
 */
export async function followPulls(parts: AmiParts, open: UpdateRecord[]): Promise<number> {
  const looks = lookedAt();
  const waiting = open.filter(({ pull }) => pull);
  const ids = new Set(waiting.map(({ id }) => id));
  for (const id of looks.keys()) if (!ids.has(id)) looks.delete(id);
  const due = waiting
    .sort((left, right) => (looks.get(left.id) ?? 0) - (looks.get(right.id) ?? 0))
    .slice(0, MOST_AT_ONCE);
  const decided = await inParallel(due, WIDTH, async (record) => {
    looks.set(record.id, Date.now());
    return settled("a pull request could not be followed", () => followOne(parts, record));
  });
  return decided.filter(Boolean).length;
}

/** True when the record is decided now. */
async function followOne(parts: AmiParts, record: UpdateRecord): Promise<boolean> {
  const at = settingsOf(parts.config(), record)?.cluster.repository;
  if (!record.pull || !at) return false;
  const pull = await parts.github.readPull(at, record.pull.number);
  if (!pull) return false;
  const state = stateOf(pull);
  if (state === "merged") return recordMerge(parts, record, pull);
  if (state === "closed")
    return parts.store.saveDecision(record.id, {
      decision: "closed",
      decidedBy: record.decidedBy ?? "github",
      decidedAt: pull.closedAt ?? parts.now().toISOString(),
      comment: record.comment,
    });
  if (["dirty", "behind"].includes(pull.mergeableState ?? "")) await refresh(parts, record);
  return mergeByPolicy(parts, record);
}

/** By whoever did it: the person of the console whose merge we did not see end, or GitHub's. */
export async function recordMerge(
  parts: AmiParts,
  record: UpdateRecord,
  pull: PullRequest,
): Promise<boolean> {
  const byUs = !pull.mergedBy || pull.mergedBy === (await parts.github.appLogin());
  const decidedBy = byUs && record.decidedBy ? record.decidedBy : `github:${pull.mergedBy ?? ""}`;
  const decision = decidedBy === "policy" ? ("auto_merged" as const) : ("merged" as const);
  const comment = byUs ? record.comment : undefined;
  const saved = await parts.store.saveDecision(record.id, {
    decision,
    decidedBy,
    decidedAt: pull.mergedAt ?? parts.now().toISOString(),
    comment,
    mergeCommit: pull.mergeCommit,
  });
  await tell(parts, { ...record, decision, decidedBy, comment }, "merged");
  return saved;
}

/** The base moved on under the branch: the same line is proposed on top of it. What is in the way, the record says. */
async function refresh(parts: AmiParts, record: UpdateRecord): Promise<void> {
  const last = refreshedAt().get(record.id) ?? 0;
  if (Date.now() - last < REFRESH_MS) return;
  refreshedAt().set(record.id, Date.now());
  await settled("a branch could not be brought up to date", () =>
    proposeUpdate(parts, { updateId: record.id, refresh: true }),
  );
}
