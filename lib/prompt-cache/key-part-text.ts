import type { CandidateVerdict, KeyPart, RequestTrace, SamePrompt } from "./trace";

export const KEY_PART_TEXT: Record<KeyPart, string> = {
  namespace: "Namespace",
  generation: "Generation",
  operation: "Operation",
  model: "Model",
  system: "System prompt",
  tools: "Tools",
  parameters: "Parameters",
  conversation: "Conversation",
  attachments: "Attachments",
  prompt: "Prompt",
};

export const VERDICT_TEXT: Record<CandidateVerdict, string> = {
  served: "Served",
  below_threshold: "Below the threshold",
  guard: "Stopped by a guard",
  judge: "Stopped by the judge",
  vanished: "Gone before it could be read",
  not_needed: "Not needed",
};

/** One line of the key diff. */
export interface KeyDiffRow {
  part: KeyPart;
  label: string;
  digest: string;
  /** Empty: the request has no such part. */
  text: string;
  /** For each stored entry with the same prompt, in their order: whether this part differs there. */
  differs: boolean[];
  /** And what stands there, where it differs. */
  stored: (StoredValue | undefined)[];
}

/** `kept`: the part holds what people said, and is not shown to others. `gone`: the entry is. */
export type StoredValue = { text: string } | "kept" | "gone";

/** The parts of a request's key, and where stored entries with the same prompt differ from it. */
export const keyDiff = ({
  parts,
  samePrompt,
}: Pick<RequestTrace, "parts" | "samePrompt">): KeyDiffRow[] =>
  parts.map(({ part, digest, text }) => ({
    part,
    label: KEY_PART_TEXT[part],
    digest,
    text,
    differs: samePrompt.map((entry) => entry.differs.includes(part)),
    stored: samePrompt.map((entry) =>
      entry.differs.includes(part) ? storedValue(entry, part) : undefined,
    ),
  }));

function storedValue({ stored }: SamePrompt, part: KeyPart): StoredValue {
  const text = stored?.[part];
  if (text !== undefined) return { text };
  return stored ? "kept" : "gone";
}
