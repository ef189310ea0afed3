"use client";

import { useState } from "react";
import { evidenceChanges } from "@/lib/releases/evidence-changes";
import type { ApprovalView } from "@/lib/releases/model";

/**
 * What the person has looked at, kept apart from what is true now: evidence that changes while they
 * read is named, and has to be acknowledged before they can decide on it.
 */
export function useSeenEvidence(now: ApprovalView): {
  seen: ApprovalView;
  changes: string[];
  acknowledge: () => void;
} {
  const [seen, setSeen] = useState(now);
  return { seen, changes: evidenceChanges(seen, now), acknowledge: () => setSeen(now) };
}
