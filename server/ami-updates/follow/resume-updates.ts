import "server-only";
import { targetId } from "@/lib/ami-updates/config";
import { imageKey } from "@/lib/ami-updates/image-key";
import type { Detection, UpdateRecord } from "@/lib/ami-updates/model";
import { nextStep } from "../analyse-update";
import type { AmiParts } from "../contracts";
import { nextOf } from "../detect/next-of";
import { detectUpdates } from "../detect-updates";

const MINUTE = 60_000;
/** A run that says nothing for so long has died with its process. */
const SILENT_MS = 5 * MINUTE;
const FIRST_MS = MINUTE;
const LONGEST_MS = 60 * MINUTE;

/**
 * Takes up again what failed or died on its way to a pull request, at growing intervals; what Git or
 * AWS has moved away from meanwhile is set aside. @returns how many were started or set aside
 */
export async function resumeUpdates(parts: AmiParts, open: UpdateRecord[]): Promise<number> {
  const now = parts.now().getTime();
  const onTheWay = open.filter((record) => !record.pull && nextStep(record) === "propose");
  const stalled = onTheWay.filter((record) => isStalled(record, now));
  let done = await setRefusedAside(parts, open);
  if (stalled.length === 0) return done;
  const detections = await detectUpdates(parts, { targets: stalled });
  const found = new Map(detections.map((each) => [targetId(each), each]));
  for (const record of stalled)
    if (await resume(parts, record, found.get(targetId(record)))) done += 1;
  return done;
}

/** Retries come further apart the older the record is. */
function isStalled({ problem, createdAt, updatedAt }: UpdateRecord, now: number): boolean {
  const silent = now - Date.parse(updatedAt);
  if (!problem) return silent > SILENT_MS;
  const age = Date.parse(updatedAt) - Date.parse(createdAt);
  return silent > Math.min(Math.max(FIRST_MS, age / 2), LONGEST_MS);
}

async function resume(
  parts: AmiParts,
  record: UpdateRecord,
  detection: Detection | undefined,
): Promise<boolean> {
  const { cluster, nodeClass, from, to, startedBy } = record;
  const { state, why, current } = detection ?? {};
  const next = detection && nextOf(detection);
  if (state === "unreadable") return touch(parts, record, why);
  const moved =
    !current ||
    !next ||
    imageKey(current) !== imageKey(from) ||
    (imageKey(next) !== imageKey(to) && state !== "held");
  if (moved) return setAside(parts, record, "Git or AWS has moved on since.");
  if (state === "update_available" || record.override) {
    // Noted first, so that the next retry comes later and not in the next pass.
    await touch(parts, record, record.problem);
    const attempt = `resume ${record.updatedAt}`;
    await parts.executions.start({ cluster, nodeClass, from, to, startedBy, attempt });
    return true;
  }
  return touch(parts, record, why);
}

/** Writes down that it was looked at, so that it is not looked at in every pass. */
async function touch(
  { store }: AmiParts,
  { id }: UpdateRecord,
  problem: string | undefined,
): Promise<false> {
  await store.saveProblem(id, problem);
  return false;
}

/** A refused image whose place a newer one has taken needs no decision any more. */
async function setRefusedAside(parts: AmiParts, open: UpdateRecord[]): Promise<number> {
  let done = 0;
  for (const record of open) {
    if (record.pull || nextStep(record) !== "alert") continue;
    const newer = open.some(
      (each) => targetId(each) === targetId(record) && each.createdAt > record.createdAt,
    );
    if (newer && (await setAside(parts, record, "A newer image has taken its place."))) done += 1;
  }
  return done;
}

const setAside = (parts: AmiParts, { id }: UpdateRecord, comment: string): Promise<boolean> =>
  parts.store.saveDecision(id, {
    decision: "superseded",
    decidedBy: "policy",
    decidedAt: parts.now().toISOString(),
    comment,
  });
