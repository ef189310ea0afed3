import { z } from "zod";

/** A prompt and the stored prompt that was nearest to it, as recorded from real requests. */
export interface ScoredPair {
  /** The candidate's `pairId`. */
  id: string;
  /** The stored entry, which a label "wrong" evicts; absent when it was not recorded. */
  entryId?: string;
  at: string;
  namespace: string;
  asked: string;
  stored: string;
  score: number;
  /** A guard's sentence, when one refused the pair. */
  guard?: string;
  served: boolean;
  /** A person's word: would the stored answer have been right? */
  label?: "right" | "wrong";
}

/** What would have been at a threshold. */
export interface CurvePoint {
  threshold: number;
  hits: number;
  misses: number;
  /** Share of labelled pairs at or above the threshold (and past the guards) that are right; undefined without labels. */
  precision?: number;
  labelled: number;
}

export const TuningQuery = z.object({
  namespace: z.string().min(1).max(40),
  /** The threshold that is tried. */
  whatIf: z.coerce.number().min(0.5).max(1).optional(),
  /** Precision that a suggestion must reach, 0.5 to 1. */
  precision: z.coerce.number().min(0.5).max(1).default(0.98),
});
export type TuningQuery = z.infer<typeof TuningQuery>;

export interface FillerPhrase {
  phrase: string;
  /** Prompts of recent misses that contain it. */
  count: number;
  /** Estimated tokens that removing it saves (or saved) over these prompts. */
  tokens: number;
  origin: "built-in" | "namespace" | "suggested";
}

export interface TuningView {
  namespace: string;
  threshold: number;
  /** Requests whose nearest neighbour is recorded. */
  recorded: number;
  curve: CurvePoint[];
  /** Pairs between the threshold in force and `whatIf`, nearest to the edge first: what would change. */
  changes: ScoredPair[];
  /** Lowest threshold that reaches the precision asked for on at least 20 labelled pairs. */
  suggested?: { threshold: number; precision: number; labelled: number };
  fillers: FillerPhrase[];
}

/** "wrong" also evicts the stored entry, and the pair is never served again in this namespace. */
export const LabelInput = z.object({
  namespace: z.string().min(1).max(40),
  pairId: z.string().min(1).max(100),
  label: z.enum(["right", "wrong"]),
});
export type LabelInput = z.infer<typeof LabelInput>;
