import "server-only";
import { targetId } from "@/lib/ami-updates/config";
import type {
  Analysis,
  ProposedChange,
  PullRequestRef,
  UpdateRecord,
} from "@/lib/ami-updates/model";
import { pullRequestText } from "@/lib/ami-updates/pull-request-text";
import { AppError, isAppError } from "@/server/platform/errors";
import { destinationOf, type ProposeParts } from "./destination";
import { draftChange } from "./draft-change";
import { findOurPulls } from "./find-pull";
import { AMI_UPDATE_LABEL, riskLabel } from "./label";
import { supersede, supersedeOlder, whoseTurn } from "./supersede";
import { writeBranch } from "./write-branch";
import { writePull } from "./write-pull";

export interface Proposal {
  pull?: PullRequestRef;
  change?: ProposedChange;
}

type Analysed = UpdateRecord & { analysis: Analysis };

/**
 * One rolling pull request per node class, with exactly one changed line. May be repeated and
 * interrupted anywhere: each step looks at what is there and goes on from it. A dry run does all but
 * write. `refresh` looks at GitHub again although the record says that all is done, and brings the
 * branch onto the newest base.
 * @throws AppError, after the record says what is in the way
 */
export async function proposeUpdate(
  parts: ProposeParts,
  { updateId, refresh = false }: { updateId: string; refresh?: boolean },
): Promise<Proposal> {
  try {
    const record = await analysed(parts, updateId);
    if (record.dryRun) return { change: await draftOnly(parts, record) };
    return await parts.store.exclusively(
      lockOf(record),
      async () => {
        const proposal = await propose(parts, await analysed(parts, updateId), refresh);
        if (record.problem) await parts.store.saveProblem(updateId, undefined);
        return proposal;
      },
      WAIT_MS,
    );
  } catch (error) {
    if (isAppError(error) && !isBusy(error))
      await parts.store.saveProblem(updateId, error.message).catch(() => undefined);
    throw error;
  }
}

/** Another run is at it, and has the word about how it went. */
const isBusy = (error: AppError): boolean => error.code === "conflict" && error.retryable;

const WAIT_MS = 120_000;

/** Of all that writes a target's branches. */
export const lockOf = (record: UpdateRecord): string => `propose:${targetId(record)}`;

async function analysed({ store }: ProposeParts, updateId: string): Promise<Analysed> {
  const record = await store.byId(updateId);
  if (!record) throw new AppError("not_found", "There is no such update.");
  const { analysis } = record;
  if (!analysis)
    throw new AppError("conflict", "The update is not analysed yet, so it is not proposed.");
  if (analysis.autoRejected && !record.override && !record.dryRun)
    throw new AppError("conflict", `The rules refuse this update: ${analysis.autoRejected}`);
  return { ...record, analysis };
}

async function draftOnly(parts: ProposeParts, record: Analysed): Promise<ProposedChange> {
  const { change } = await draftChange(parts, destinationOf(parts, record), record);
  const proposal = { ...change, ...textOf(parts, record, change) };
  await parts.store.saveProposal(record.id, proposal);
  return proposal;
}

async function propose(parts: ProposeParts, record: Analysed, refresh: boolean): Promise<Proposal> {
  const { store } = parts;
  const stored = { pull: record.pull, change: record.proposal };
  if (record.decision || (!refresh && isDone(parts, record))) return stored;

  const destination = destinationOf(parts, record);
  const pulls = await findOurPulls(parts, destination, record);
  const closed = pulls.find(
    ({ pull, marker }) => pull.state === "closed" && marker?.updateId === record.id,
  );
  if (closed) {
    // Decided before we could note its number: whoever follows pull requests takes it from there.
    const { number, url } = closed.pull;
    if (record.proposal) await store.saveProposal(record.id, record.proposal, { number, url });
    return { pull: { number, url }, change: record.proposal };
  }
  const open = pulls.find(({ pull }) => pull.state === "open");
  if ((await whoseTurn(parts, record, open)) === "newer") {
    await supersede(parts, record, open?.marker?.release ?? "a newer release");
    return stored;
  }

  const draft = await draftChange(parts, destination, record);
  const text = textOf(parts, record, draft.change);
  const change = { ...draft.change, ...text };
  // Before anything can be seen on GitHub, so that a pull request never lacks its record's part.
  await store.saveProposal(record.id, change);
  await writeBranch(parts, destination, draft, { message: text.title, rebase: refresh });
  await supersedeOlder(parts, record, open);
  const { number, url } = await writePull(parts, destination, open?.pull, {
    ...text,
    labels: [AMI_UPDATE_LABEL, riskLabel(record.analysis.risk)],
  });
  const pull = { number, url };
  await store.saveProposal(record.id, change, pull);
  return { pull, change };
}

/** The record has its pull request, and what that says is what would be said now. */
function isDone(parts: ProposeParts, record: Analysed): boolean {
  const { proposal, pull } = record;
  if (!proposal || !pull) return false;
  const { title, body } = textOf(parts, record, proposal);
  return title === proposal.title && body === proposal.body;
}

const textOf = (
  { consoleUrl }: ProposeParts,
  record: Analysed,
  change: Omit<ProposedChange, "title" | "body">,
): { title: string; body: string } =>
  pullRequestText({
    record,
    analysis: record.analysis,
    change,
    ...(consoleUrl !== undefined && { consoleUrl }),
  });
