"use client";

import { useEffect, useRef, useState } from "react";
import type { PipelineRow } from "@/lib/releases/model";

const TINT_MS = 1000;

const fingerprint = (row: PipelineRow): string =>
  `${row.changedAt}|${row.waiting}|${row.stages?.map((stage) => `${stage.status}:${stage.executionId}`).join()}`;

/** Names of the rows whose state changed with the last snapshot; empty again after a second. */
export function useChangedRows(rows: PipelineRow[]): ReadonlySet<string> {
  const before = useRef<Map<string, string>>(undefined);
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const now = new Map(rows.map((row) => [row.name, fingerprint(row)]));
    const was = before.current;
    before.current = now;
    if (!was) return;
    const names = [...now].filter(([name, print]) => was.get(name) !== print).map(([name]) => name);
    if (names.length === 0) return;
    setChanged(new Set(names));
    const timer = setTimeout(() => setChanged(new Set()), TINT_MS);
    return () => clearTimeout(timer);
  }, [rows]);
  return changed;
}
