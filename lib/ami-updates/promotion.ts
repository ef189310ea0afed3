import { type EnvironmentSettings, type Target, targetId } from "./config";
import type { UpdateRecord } from "./model";

/** A node class of the environment before, and its way to the release that wants to go on. */
export interface Forerunner extends Target {
  environment: EnvironmentSettings;
  record?: Pick<UpdateRecord, "decision" | "decidedAt" | "outcome" | "outcomeAt">;
}

/** May the release go on to the next environment? `soaked` is when the last soak time was over. */
export type Promotion = { promoted: true } | { promoted: false; why: string; soaksUntil?: number };

/**
 * A release goes on when every node class of the environment before runs it verified and has soaked.
 * @param now Unix milliseconds
 */
export function promotionOf(
  forerunners: readonly Forerunner[],
  release: string,
  now: number,
): Promotion {
  let soaksUntil = 0;
  let soaking: Forerunner | undefined;
  for (const forerunner of forerunners) {
    const why = waitsFor(forerunner, release);
    if (why) return { promoted: false, why };
    const until =
      Date.parse(forerunner.record?.outcomeAt ?? "") + forerunner.environment.soakMinutes * 60_000;
    if (until > soaksUntil) [soaksUntil, soaking] = [until, forerunner];
  }
  if (!soaking || soaksUntil <= now) return { promoted: true };
  const at = new Date(soaksUntil).toISOString().slice(0, 16).replace("T", " ");
  return {
    promoted: false,
    soaksUntil,
    why: `${release} soaks in ${soaking.environment.name} until ${at} UTC.`,
  };
}

function waitsFor(forerunner: Forerunner, release: string): string | undefined {
  const { record } = forerunner;
  const id = targetId(forerunner);
  if (!record || (record.decision !== "merged" && record.decision !== "auto_merged"))
    return `Waits until ${id} runs ${release}, verified.`;
  switch (record.outcome) {
    case undefined:
      return `Waits until the rollout of ${release} on ${id} is verified.`;
    case "stuck":
      return `The rollout of ${release} on ${id} is stuck.`;
    case "regressed":
      return `The rollout of ${release} on ${id} went wrong.`;
    case "reverted":
      return `${release} was taken back on ${id}.`;
    case "verified":
      return undefined;
  }
}
