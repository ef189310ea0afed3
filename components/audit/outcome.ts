import type { AuditOutcome } from "@/lib/audit/outcome";
import type { Tone } from "@/lib/platform/status";

/** How each outcome is told. */
export const OUTCOME_TONES: Record<AuditOutcome, { tone: Tone; label: string; means: string }> = {
  applied: { tone: "succeeded", label: "Applied", means: "It was done." },
  refused: {
    tone: "stopped",
    label: "Refused",
    means: "It was not allowed or not possible; nothing changed.",
  },
  failed: { tone: "failed", label: "Failed", means: "It was tried and did not work." },
  unknown: {
    tone: "unknown",
    label: "Unknown",
    means: "It may have happened; the console is finding out.",
  },
  running: { tone: "running", label: "Running", means: "It has begun and has no outcome yet." },
};
