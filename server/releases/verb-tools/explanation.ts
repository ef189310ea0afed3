import "server-only";
import { explainLog } from "@/lib/releases/explain-log";
import type { CitedLog } from "./deployment-story";

export interface ExplainedFinding {
  /** One sentence. */
  what: string;
  /** What it rests on; without lines it is AWS's own word. */
  lines?: { log: string; line: number; text: string }[];
}

export interface Explanation {
  /** `deployment d-…`, `build …`, `pipeline …`. */
  subject: string;
  failed: boolean;
  findings: ExplainedFinding[];
  /** What the evidence does not say. */
  cannotTell: string[];
  couldNotBeRead?: string[];
}

/** Findings of several logs, each line with the log that it stands in. */
export const findingsOf = (logs: readonly CitedLog[]): ExplainedFinding[] =>
  logs.flatMap(({ log, lines }) =>
    explainLog(lines).map((finding) => ({
      what: finding.what,
      lines: finding.lines.map((each) => ({ log, ...each })),
    })),
  );
