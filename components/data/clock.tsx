"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

interface Display {
  /** The moment the server rendered: hydration reads the same text. */
  renderedAt: number;
  utc: boolean;
}

const DisplayContext = createContext<Display>({ renderedAt: 0, utc: false });

/** What times need to know about the page: when it was rendered and whether the reader wants UTC. */
export function TimeDisplay({ children, ...display }: Display & { children: ReactNode }) {
  return <DisplayContext value={display}>{children}</DisplayContext>;
}

export const useTimeDisplay = (): Display => useContext(DisplayContext);

/** One timer per period for the whole page, running only while somebody listens. */
const tickers = new Map<
  number,
  { listeners: Set<() => void>; timer: ReturnType<typeof setInterval> }
>();

function onTick(periodMs: number, listener: () => void): () => void {
  let ticker = tickers.get(periodMs);
  if (!ticker) {
    const listeners = new Set<() => void>();
    const timer = setInterval(() => {
      if (!document.hidden) for (const each of listeners) each();
    }, periodMs);
    ticker = { listeners, timer };
    tickers.set(periodMs, ticker);
  }
  ticker.listeners.add(listener);
  return () => {
    ticker.listeners.delete(listener);
    if (ticker.listeners.size > 0) return;
    clearInterval(ticker.timer);
    tickers.delete(periodMs);
  };
}

/** Now in milliseconds, renewed every `periodMs`; 0 stops the ticking. The first value is the server's. */
export function useNow(periodMs: number): number {
  const { renderedAt } = useTimeDisplay();
  const [now, setNow] = useState(renderedAt);
  useEffect(() => {
    setNow(Date.now());
    if (periodMs === 0) return;
    return onTick(periodMs, () => setNow(Date.now()));
  }, [periodMs]);
  return now;
}
