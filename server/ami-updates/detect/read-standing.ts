import "server-only";
import { imageKey } from "@/lib/ami-updates/image-key";
import type { TargetFacts } from "@/lib/ami-updates/judge-target";
import type { NodeImage } from "@/lib/ami-updates/model";
import { type Forerunner, promotionOf } from "@/lib/ami-updates/promotion";
import { inParallel } from "@/server/platform/in-parallel";
import type { AmiParts, SkipLift } from "../contracts";
import { forerunnersOf, type TargetSettings, targetOf } from "./target-settings";

/** What our own records say of a target's way to an image. */
export interface Standing extends Pick<TargetFacts, "record" | "promotion"> {
  updateId?: string;
  lift?: SkipLift;
}

/** @throws AppError when PostgreSQL does not answer */
export async function readStanding(
  parts: AmiParts,
  target: TargetSettings,
  next: NodeImage & { release: string },
  forerunnersOfRelease: ReadForerunners,
): Promise<Standing> {
  const at = targetOf(target);
  const [record, lift, forerunners] = await Promise.all([
    parts.store.latest(at, next),
    parts.store.lifts.find(at, imageKey(next)),
    forerunnersOfRelease(target, next.release),
  ]);
  return {
    promotion: promotionOf(forerunners, next.release, parts.now().getTime()),
    ...(record && { record, updateId: record.id }),
    ...(lift && { lift }),
  };
}

/** The environment before, each with its newest record of this release. */
export const readForerunners = (
  parts: AmiParts,
  target: TargetSettings,
  release: string,
): Promise<Forerunner[]> =>
  inParallel(forerunnersOf(parts.config(), target), 4, async (before) => {
    const at = targetOf(before);
    const record = await parts.store.latest(at, { release });
    return { ...at, environment: before.environment, ...(record && { record }) };
  });

export type ReadForerunners = (target: TargetSettings, release: string) => Promise<Forerunner[]>;

/** The same for many targets in one go: all of an environment wait for the same ones, which are read once. */
export function forerunnersOnce(parts: AmiParts): ReadForerunners {
  const read = new Map<string, Promise<Forerunner[]>>();
  return (target, release) => {
    const key = `${target.environment.name} ${release}`;
    const known = read.get(key) ?? readForerunners(parts, target, release);
    read.set(key, known);
    return known;
  };
}
