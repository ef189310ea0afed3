import type { Character } from "./operator/operate.ts";

/** The lab's models and what they cost, in US dollars per million tokens. */
export interface Model {
  id: string;
  kind: "text" | "embedding";
  price: { input: number; output: number };
  /** Tokens of a request, at most. */
  contextTokens: number;
  /** Tokens of an answer, at most. */
  maxTokens: number;
  /** How its waits compare with the pace that is set. */
  slowness: number;
  /** Holds its answers to a JSON schema, by Converse's `outputConfig.textFormat`. */
  structured?: boolean;
  /** Uses tools by rules over the whole conversation, and how it takes orders that it reads. */
  character?: Character;
}

export const MODELS: readonly Model[] = [
  {
    id: "lab.text-v1",
    kind: "text",
    price: { input: 0.035, output: 0.14 },
    contextTokens: 128_000,
    maxTokens: 5_000,
    slowness: 1,
  },
  {
    id: "lab.text-v2",
    kind: "text",
    price: { input: 0.8, output: 3.2 },
    contextTokens: 300_000,
    maxTokens: 5_000,
    slowness: 1.8,
  },
  {
    id: "lab.reviewer-v1",
    kind: "text",
    price: { input: 1, output: 5 },
    contextTokens: 200_000,
    maxTokens: 8_000,
    slowness: 0.5,
    structured: true,
  },
  {
    id: "lab.operator-v1",
    kind: "text",
    price: { input: 1, output: 5 },
    contextTokens: 200_000,
    maxTokens: 8_000,
    slowness: 0.5,
    character: "operator",
  },
  {
    id: "lab.gullible-v1",
    kind: "text",
    price: { input: 1, output: 5 },
    contextTokens: 200_000,
    maxTokens: 8_000,
    slowness: 0.5,
    character: "gullible",
  },
  {
    id: "lab.loops-v1",
    kind: "text",
    price: { input: 1, output: 5 },
    contextTokens: 200_000,
    maxTokens: 8_000,
    slowness: 0.5,
    character: "loops",
  },
  {
    id: "lab.embed-v1",
    kind: "embedding",
    price: { input: 0.02, output: 0 },
    contextTokens: 8_192,
    maxTokens: 0,
    slowness: 1,
  },
];
