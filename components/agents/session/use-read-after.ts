"use client";

import { useEffect, useState } from "react";

/** Reads again a while after `version` grew, in milliseconds; of a burst of events only the last one counts. */
export function useReadAfter(version: number, read: () => void, milliseconds: number): void {
  const [looked, setLooked] = useState(version);
  useEffect(() => {
    if (version === looked) return;
    const timer = setTimeout(() => {
      setLooked(version);
      read();
    }, milliseconds);
    return () => clearTimeout(timer);
  }, [version, looked, read, milliseconds]);
}
