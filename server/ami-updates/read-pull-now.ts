import "server-only";
import { settingsOf } from "@/lib/ami-updates/config";
import type { UpdateRecord } from "@/lib/ami-updates/model";
import type { ChangedFile, Check, PullRequest, RepositoryRef } from "@/server/github/contracts";
import { AppError } from "@/server/platform/errors";
import type { AmiParts } from "./contracts";

export interface PullNow {
  at: RepositoryRef;
  pull: PullRequest;
  checks: Check[];
  /** The branch holds something else than the one proposed line. */
  edited: boolean;
}

/** A record's pull request as GitHub has it now; undefined when there is none. @throws AppError */
export async function readPullNow(
  parts: AmiParts,
  record: UpdateRecord,
): Promise<PullNow | undefined> {
  if (!record.pull) return undefined;
  const at = settingsOf(parts.config(), record)?.cluster.repository;
  if (!at) throw new AppError("not_found", "The configuration has no such node class any more.");
  const pull = await parts.github.readPull(at, record.pull.number);
  if (!pull) return undefined;
  if (pull.state !== "open") return { at, pull, checks: [], edited: false };
  const [checks, files] = await Promise.all([
    parts.github.readChecks(at, pull.head.commit),
    parts.github.compare(at, pull.base.commit, pull.head.commit),
  ]);
  return { at, pull, checks, edited: isEdited(record, files) };
}

/** Whether the comparison is anything but the one line that the record says. */
export function isEdited(
  { proposal }: Pick<UpdateRecord, "proposal">,
  files: ChangedFile[],
): boolean {
  const [file, second] = files;
  if (!proposal || !file || second) return true;
  if (file.path !== proposal.path || file.additions !== 1 || file.deletions !== 1) return true;
  const lines = (file.patch ?? "").split("\n").map((line) => line.replace(/\r$/, ""));
  return !lines.includes(`-${proposal.before}`) || !lines.includes(`+${proposal.after}`);
}

export const stateOf = ({ merged, state }: PullRequest): "open" | "closed" | "merged" =>
  merged ? "merged" : state;
