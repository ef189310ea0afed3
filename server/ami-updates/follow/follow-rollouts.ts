import "server-only";
import { settingsOf, targetId } from "@/lib/ami-updates/config";
import type { UpdateRecord } from "@/lib/ami-updates/model";
import type { NoticeKind } from "@/lib/ami-updates/notice";
import { inParallel } from "@/server/platform/in-parallel";
import type { AmiParts } from "../contracts";
import { tell } from "../notify/notify-update";
import { readRollout } from "../read-rollout";
import { settled } from "./settled";

const WIDTH = 4;

/**
 * Reads the rollouts of merged updates and writes down how they end, with a notice for each change.
 * @param merged newest first, without analyses @returns how many outcomes changed
 */
export async function followRollouts(parts: AmiParts, merged: UpdateRecord[]): Promise<number> {
  const due = newestOfEach(merged).filter((record) => isUnderWay(parts, record));
  const changed = await inParallel(due, WIDTH, (record) =>
    settled("a rollout could not be followed", () => followOne(parts, record)),
  );
  return changed.filter(Boolean).length;
}

/** A newer change of the same node class ends the rollout of the older one, whatever became of it. */
function newestOfEach(merged: UpdateRecord[]): UpdateRecord[] {
  const newest = new Map<string, UpdateRecord>();
  for (const record of merged) {
    const id = targetId(record);
    const known = newest.get(id);
    if (!known || (record.decidedAt ?? "") > (known.decidedAt ?? "")) newest.set(id, record);
  }
  return [...newest.values()];
}

/** Until it is verified and has soaked: what breaks before that must not go on to the next environment. */
function isUnderWay(parts: AmiParts, record: UpdateRecord): boolean {
  const environment = settingsOf(parts.config(), record)?.environment;
  if (!environment || record.outcome === "reverted") return false;
  if (record.outcome !== "verified") return true;
  const soaked = Date.parse(record.outcomeAt ?? "") + environment.soakMinutes * 60_000;
  return parts.now().getTime() < soaked;
}

async function followOne(parts: AmiParts, record: UpdateRecord): Promise<boolean> {
  const { cluster, nodeClass } = record;
  const { outcome, why } = await readRollout(parts, { cluster, nodeClass }, record.id);
  if (!outcome || (outcome === record.outcome && why === record.outcomeWhy)) return false;
  await parts.store.saveOutcome(record.id, outcome, why, parts.now());
  if (outcome === record.outcome) return false;
  const told = outcome === "reverted" ? undefined : await parts.store.byId(record.id);
  if (told) await tell(parts, told, outcome as NoticeKind);
  return true;
}
