"use client";

import { useEffect, useState } from "react";
import { linesOfHash } from "@/components/data/log-text";

/** The lines that the address names (`#L12`, `#L12-20`), now and when it changes. */
export function useNamedLines(): { from: number; to: number } | undefined {
  const [named, setNamed] = useState<{ from: number; to: number }>();
  useEffect(() => {
    const read = () => setNamed(linesOfHash(window.location.hash));
    read();
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  return named;
}
