"use client";

import { useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from "react";
import { createBrowserHub } from "@/components/shell/live/browser-hub";
import type { Hub, LiveStatus } from "@/components/shell/live/hub";
import { liveKey, problemKey } from "@/components/shell/live/keys";
import { newerSnapshot } from "@/components/shell/live/reduce-live";
import type { Snapshot } from "@/lib/live/model";

const HubContext = createContext<Hub | undefined>(undefined);

/** Connects this tab to live data and writes what arrives into the query cache. */
export function LiveProvider({ audience, children }: { audience: string; children: ReactNode }) {
  const client = useQueryClient();
  const [hub, setHub] = useState<Hub>();
  useEffect(() => {
    let current: Hub | undefined;
    const start = () => {
      current = createBrowserHub(audience, (topic, { snapshot, problem }) => {
        if (snapshot) {
          client.setQueryData<Snapshot>(liveKey(topic), (known) => newerSnapshot(known, snapshot));
        }
        client.setQueryData(problemKey(topic), problem ?? null);
      });
      setHub(current);
    };
    const stop = () => {
      current?.close();
      current = undefined;
    };
    const refresh = () => current?.refresh();
    const wake = () => current?.wake();
    // A page kept for Back must not hold the stream of the tabs that are in use.
    const restore = (event: PageTransitionEvent) => {
      if (event.persisted) start();
    };
    start();
    document.addEventListener("visibilitychange", refresh);
    window.addEventListener("online", wake);
    window.addEventListener("pagehide", stop);
    window.addEventListener("pageshow", restore);
    return () => {
      stop();
      document.removeEventListener("visibilitychange", refresh);
      window.removeEventListener("online", wake);
      window.removeEventListener("pagehide", stop);
      window.removeEventListener("pageshow", restore);
    };
  }, [audience, client]);
  return <HubContext value={hub}>{children}</HubContext>;
}

/** This tab's hub; undefined on the server and until the page is up. */
export const useHub = (): Hub | undefined => useContext(HubContext);

const STARTING: LiveStatus = { state: "connecting", offset: 0 };
const never = () => () => {};

/** State of the connection and the server's clock. */
export function useLiveStatus(): LiveStatus {
  const hub = useHub();
  return useSyncExternalStore(
    hub?.onStatus ?? never,
    hub?.status ?? (() => STARTING),
    () => STARTING,
  );
}
