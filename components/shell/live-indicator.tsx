"use client";

import { useQueryClient } from "@tanstack/react-query";
import { LogIn, type LucideIcon, Radio, RefreshCw, TriangleAlert, WifiOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useNow } from "@/components/data/clock";
import { type Indication, indicate } from "@/components/shell/live/indicate";
import { useHub, useLiveStatus } from "@/components/shell/live/live-provider";
import { cn } from "@/components/ui/cn";
import type { Snapshot } from "@/lib/live/model";

const LOOKS: Record<Indication["kind"], { icon: LucideIcon; colour: string; turns?: boolean }> = {
  live: { icon: Radio, colour: "text-succeeded" },
  connecting: { icon: RefreshCw, colour: "text-muted", turns: true },
  reconnecting: { icon: RefreshCw, colour: "text-waiting", turns: true },
  stale: { icon: TriangleAlert, colour: "text-waiting" },
  offline: { icon: WifiOff, colour: "text-failed" },
  "signed-out": { icon: LogIn, colour: "text-failed" },
};

/** Snapshots that something on the page is looking at now. */
function useShownSnapshots(): Snapshot[] {
  const client = useQueryClient();
  // Judged once a second: staleness is a matter of time and sends no event.
  useNow(1000);
  const [mounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  if (!mounted) return [];
  return client
    .getQueryCache()
    .findAll({ queryKey: ["live"], type: "active" })
    .flatMap(({ state }) => (state.data ? [state.data as Snapshot] : []));
}

/** Whether what is on the page is live, in one word; pressing it tries again. */
export function LiveIndicator() {
  const status = useLiveStatus();
  const hub = useHub();
  const { kind, label, detail } = indicate(status, useShownSnapshots(), Date.now());
  const { icon: Icon, colour, turns } = LOOKS[kind];
  return (
    <button
      type="button"
      data-live={kind}
      data-tip={detail}
      onClick={() => hub?.wake()}
      className={cn(
        "inline-flex h-7 items-center gap-1.5 rounded-md px-1.5 text-meta font-medium hover:bg-press pointer-coarse:min-h-11 pointer-coarse:min-w-11 max-sm:justify-center",
        colour,
      )}
    >
      <Icon aria-hidden="true" className={cn("size-3.5", turns && "animate-turn")} />
      <span className="max-sm:sr-only">{label}</span>
      <span role="status" className="sr-only">
        {kind === "live" || kind === "connecting" ? "" : detail}
      </span>
    </button>
  );
}
