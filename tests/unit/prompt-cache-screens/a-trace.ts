import type { RequestTrace } from "@/lib/prompt-cache/trace";

/** A request that missed; the rest is said by the test. */
export const aTrace = (part: Partial<RequestTrace> = {}): RequestTrace => ({
  id: "3dac2972-09fb-4f52-8c9d-35cbce818b00",
  at: "2026-11-26T20:00:00.000Z",
  namespace: "support",
  generation: 1,
  model: "lab.text-v1",
  operation: "Converse",
  door: "bedrock",
  cache: "miss",
  reason: "nothing_stored",
  prompt: "What is a semantic cache?",
  normalised: "what is a semantic cache?",
  parts: [],
  candidates: [],
  threshold: 0.9,
  samePrompt: [],
  steps: [],
  totalMs: 0,
  tokens: { input: 0, output: 0, saved: 0, compressed: 0 },
  money: { spent: 0, saved: 0, overhead: 0 },
  status: 200,
  ...part,
});
