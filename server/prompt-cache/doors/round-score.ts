import "server-only";

/** Four digits: more of a similarity says nothing. */
export const roundScore = (score: number): number => Math.round(score * 10_000) / 10_000;
