/** The one status vocabulary of the product: what a state means to a person, whatever AWS calls it. */
export const TONES = [
  "succeeded",
  "failed",
  "waiting",
  "running",
  "queued",
  "stopped",
  "superseded",
  "skipped",
  "unknown",
  "rolled-back",
] as const;
export type Tone = (typeof TONES)[number];
