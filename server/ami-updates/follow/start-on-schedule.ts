import "server-only";
import { held } from "@/server/platform/held";
import { redis } from "@/server/redis";
import type { AmiParts } from "../contracts";
import { startUpdates } from "../start-updates";
import { settled } from "./settled";

/** As EventBridge does where there is a state machine. Hours, UTC. */
const HOURS = [9, 21];
const DAY_S = 86_400;

const last = () => held("ami.follow.schedule", () => ({ slot: "" }));

/** The last time of day that was due, e.g. `2026-11-26T09`. */
export function slotOf(now: Date): string {
  const at = new Date(now);
  while (!HOURS.includes(at.getUTCHours())) at.setUTCHours(at.getUTCHours() - 1);
  return at.toISOString().slice(0, 13);
}

/** Looks for new images once for each time of the schedule, in one of all processes. */
export async function startOnSchedule(parts: AmiParts): Promise<void> {
  const slot = slotOf(parts.now());
  if (last().slot === slot) return;
  last().slot = slot;
  const mine = await redis()
    .set(`ami-updates:schedule:${slot}`, "1", "EX", DAY_S, "NX")
    .catch(() => "OK");
  if (mine !== "OK") return;
  await settled("new images could not be looked for", () =>
    startUpdates(parts, { startedBy: "schedule" }),
  );
}
