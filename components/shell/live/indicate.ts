import type { LiveStatus } from "@/components/shell/live/hub";
import { isStale } from "@/components/shell/live/staleness";
import type { Snapshot } from "@/lib/live/model";

export interface Indication {
  kind: "live" | "connecting" | "reconnecting" | "stale" | "offline" | "signed-out";
  /** One word. */
  label: string;
  /** One sentence. */
  detail: string;
}

/**
 * What the top bar says. `now` is the browser's clock. A connection alone is not "live": when what
 * the page shows has grown old, it says so.
 */
export function indicate(
  { state, offset }: LiveStatus,
  shown: readonly Snapshot[],
  now: number,
): Indication {
  if (state === "offline")
    return { kind: "offline", label: "Offline", detail: "This machine has no network." };
  if (state === "signed-out")
    return {
      kind: "signed-out",
      label: "Signed out",
      detail: "Your session has ended; sign in again to go on.",
    };
  if (state === "reconnecting")
    return {
      kind: "reconnecting",
      label: "Reconnecting",
      detail: "The live connection was lost; what you see may be old. Press to try now.",
    };
  const old = shown.filter((snapshot) => isStale(snapshot, now + offset)).length;
  if (old > 0)
    return {
      kind: "stale",
      label: "Stale",
      detail:
        old === shown.length
          ? "The console is connected, but what this page shows could not be confirmed lately."
          : "The console is connected, but a part of this page could not be confirmed lately.",
    };
  if (state === "live")
    return { kind: "live", label: "Live", detail: "Changes appear here by themselves." };
  return {
    kind: "connecting",
    label: "Connecting",
    detail: "The live connection is being opened.",
  };
}
