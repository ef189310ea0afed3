import { readFileSync } from "node:fs";
import { z } from "zod";
import { UsageError } from "../core/usage-error.ts";

const share = z.number().min(0).max(1);
const weights = z.record(z.string().min(1), z.number().min(0));

const MixShape = z.strictObject({
  about: z.string().optional(),
  /** How many of the prompts are of each kind. */
  shares: z.strictObject({ repeated: share, paraphrased: share, new: share, verbose: share }),
  /** How many are streamed. */
  streamed: share,
  /** Model id → weight. */
  models: weights.refine((value) => Object.values(value).some((weight) => weight > 0), {
    error: "must have a weight above 0",
  }),
  /** Exponent of Zipf's law: 0 asks all questions alike, 1 the first ten times as often as the tenth. */
  popularity: z.number().min(0).max(3),
  system: z.string().min(1).optional(),
  /** The commonest first. */
  questions: z
    .array(z.strictObject({ ask: z.string().min(1), also: z.array(z.string().min(1)) }))
    .min(1),
  /** Prompts that were never asked: every `{part}` of a form is filled from its list. */
  new: z.strictObject({
    forms: z.array(z.string().min(1)).min(1),
    parts: z.record(z.string(), z.array(z.string()).min(1)),
  }),
  /** Wordy frames; `{prompt}` stands for a new prompt. */
  verbose: z.array(z.string().includes("{prompt}")).min(1),
});

export type Mix = z.infer<typeof MixShape>;

/** Reads a mix of prompts. Throws one sentence for people when the file is missing or does not fit. */
export function readMix(file: string): Mix {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const why = error instanceof SyntaxError ? "is not valid JSON" : "cannot be read";
    throw new UsageError(`The mix ${file} ${why}: ${(error as Error).message}.`);
  }
  const parsed = MixShape.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") || "the file";
  throw new UsageError(`The mix ${file} does not fit: ${where}: ${issue?.message}.`);
}
