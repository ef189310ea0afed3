import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import { settingsOf } from "@/lib/ami-updates/config";
import { ownOverrideOf } from "@/lib/ami-updates/eligibility";
import { imageKey } from "@/lib/ami-updates/image-key";
import { inWindow } from "@/lib/ami-updates/maintenance-window";
import type { Analysis, UpdateRecord } from "@/lib/ami-updates/model";
import type { MergeEffect, ProposalView, PullView } from "@/lib/ami-updates/views";
import { amiAnalyses, amiUpdates, databaseProblem, db } from "@/server/db";
import { AppError, isAppError } from "@/server/platform/errors";
import type { AmiParts } from "./contracts";
import { hashEvidence } from "./hash-evidence";
import { readPullNow, stateOf } from "./read-pull-now";
import { readRollout } from "./read-rollout";
import { newestBrief } from "./update-briefs";

/**
 * One proposal with everything that a decision rests on; what cannot be read now is named.
 * @throws AppError not_found, upstream
 */
export async function readProposal(parts: AmiParts, id: string): Promise<ProposalView> {
  const record = await parts.store.byId(id);
  if (!record) throw new AppError("not_found", "There is no proposal of that id.");
  const missing: string[] = [];
  const part = async <T>(what: string, read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      if (!isAppError(error)) throw error;
      missing.push(`${what} could not be read: ${error.message}`);
      return undefined;
    }
  };
  const [pull, lift, effect, deliveries, newest, earlier] = await Promise.all([
    part("The pull request", () => readPullView(parts, record)),
    part("Who lifted a skip", () => parts.store.lifts.find(record, imageKey(record.to))),
    part("What merging would do", () => readEffect(parts, record)),
    part("The delivery log", () => parts.store.notifications.of(id)),
    part("The newest update of the node class", () => newestBrief(record)),
    part("Earlier analyses", () => readEarlier(record)),
  ]);
  const { analysis, ...update } = record;
  return {
    update,
    ...(analysis && { analysis: withoutNotes(analysis) }),
    ...(pull && { pull, evidenceHash: hashEvidence(record, pull) }),
    ownOverrideOf: ownOverrideOf(record, lift),
    ...(effect && { effect }),
    deliveries: (deliveries ?? []).map(
      ({ id: delivery, kind, channel, state, attempts, lastError, createdAt, sentAt }) => ({
        id: delivery,
        kind,
        channel,
        state,
        attempts,
        createdAt,
        ...(lastError && { lastError }),
        ...(sentAt && { sentAt }),
      }),
    ),
    ...(newest && newest.id !== id && newest.createdAt > record.createdAt && newest.to.release
      ? { newer: { id: newest.id, release: newest.to.release } }
      : {}),
    earlier: earlier ?? [],
    missing,
  };
}

/** The notes stay on the server: they may be long, and are read one release at a time. */
const withoutNotes = (analysis: Analysis): NonNullable<ProposalView["analysis"]> => ({
  ...analysis,
  releases: analysis.releases.map(({ text, ...release }) => ({
    ...release,
    lines: text === "" ? 0 : text.split("\n").length,
  })),
});

async function readPullView(parts: AmiParts, record: UpdateRecord): Promise<PullView | undefined> {
  const now = await readPullNow(parts, record);
  if (!now) return undefined;
  const { pull, checks, edited } = now;
  return {
    number: pull.number,
    url: pull.url,
    state: stateOf(pull),
    title: pull.title,
    author: pull.author,
    head: pull.head.commit,
    checks,
    edited,
    updatedAt: pull.updatedAt,
    ...(pull.mergeable !== undefined && { mergeable: pull.mergeable }),
    ...(pull.mergeableState !== undefined && { mergeableState: pull.mergeableState }),
  };
}

/** What merging would do now; nothing once it is decided. */
async function readEffect(parts: AmiParts, record: UpdateRecord): Promise<MergeEffect | undefined> {
  const settings = settingsOf(parts.config(), record);
  if (!settings || record.decision) return undefined;
  const { window, name } = settings.environment;
  const { cluster, nodeClass } = record;
  const [rollout, usualMs] = await Promise.all([
    readRollout(parts, { cluster, nodeClass }).catch((error: unknown) => {
      if (isAppError(error)) return undefined;
      throw error;
    }),
    usualDuration(record),
  ]);
  return {
    environment: name,
    windowOpen: inWindow(window, parts.now()),
    ...(window && { window }),
    ...(rollout && {
      nodes: rollout.total,
      atOnce: rollout.budgets.reduce((sum, { allowed }) => sum + allowed, 0),
    }),
    ...(usualMs !== undefined && { usualMs }),
  };
}

/** Mean of the last five verified rollouts of the target, from merge to verified, milliseconds. */
async function usualDuration({ cluster, nodeClass }: UpdateRecord): Promise<number | undefined> {
  const took = sql<number>`extract(epoch from ${amiUpdates.outcomeAt} - ${amiUpdates.decidedAt})::float8`;
  const rows = await db()
    .select({ took })
    .from(amiUpdates)
    .where(
      and(
        eq(amiUpdates.cluster, cluster),
        eq(amiUpdates.nodeClass, nodeClass),
        eq(amiUpdates.outcome, "verified"),
      ),
    )
    .orderBy(desc(amiUpdates.outcomeAt))
    .limit(5)
    .catch((error: unknown) => {
      throw databaseProblem(error);
    });
  const known = rows.flatMap((row) => (row.took > 0 ? [row.took * 1000] : []));
  if (known.length === 0) return undefined;
  return Math.round(known.reduce((sum, each) => sum + each, 0) / known.length);
}

/** Analyses of the same update before the one that counts, newest first. */
async function readEarlier(record: UpdateRecord): Promise<ProposalView["earlier"]> {
  const field = (path: string) => sql<string>`${amiAnalyses.analysis} #>> ${path}::text[]`;
  const rows = await db()
    .select({
      at: field("{at}"),
      risk: sql<number>`(${amiAnalyses.analysis}->>'risk')::int`,
      verdict: sql<Analysis["verdict"]>`${amiAnalyses.analysis}->>'verdict'`,
      modelId: field("{model,modelId}"),
    })
    .from(amiAnalyses)
    .where(eq(amiAnalyses.updateId, record.id))
    .orderBy(desc(amiAnalyses.createdAt))
    .limit(20)
    .catch((error: unknown) => {
      throw databaseProblem(error);
    });
  return rows.filter(({ at }) => at !== record.analysis?.at);
}
