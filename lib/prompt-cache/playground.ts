import { z } from "zod";
import { NamespaceName } from "./namespace";
import type { CacheOutcome } from "./outcome";
import type { RequestTrace } from "./trace";

/** One prompt through the pipeline; sent to the model and stored like any other request. */
export const AskInput = z.object({
  namespace: NamespaceName,
  prompt: z.string().min(1, "must not be empty").max(100_000),
  system: z.string().max(100_000).optional(),
  /** Bedrock model id; the console's default unless said. */
  modelId: z.string().min(1).max(2_048).optional(),
  temperature: z.number().min(0).max(1).optional(),
  bypass: z.boolean().default(false),
});
export type AskInput = z.infer<typeof AskInput>;

export interface Asked {
  response: string;
  cache: CacheOutcome;
  score?: number;
  trace: RequestTrace;
}

/** What the playground can be set to. */
export interface PlaygroundView {
  namespaces: { name: string; threshold: number }[];
  /** The model that is asked unless another is named. */
  modelId: string;
}
