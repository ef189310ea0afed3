import type { Evidence } from "./model";

/** Parts of the evidence as `missing` names them at the start of its sentences. */
export const EVIDENCE_PARTS = {
  runningNow: "What production runs",
  build: "The build",
  alarms: "The alarms",
  lastFailure: "The last failure",
} as const;

/** The part could not be read: its absence says nothing, not "there is none". */
export const isUnread = (
  evidence: Pick<Evidence, "missing">,
  part: keyof typeof EVIDENCE_PARTS,
): boolean => evidence.missing.some((text) => text.startsWith(`${EVIDENCE_PARTS[part]} cannot`));
