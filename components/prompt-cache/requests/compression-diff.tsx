import { TextBlock } from "@/components/data/text-block";
import { Section } from "@/components/prompt-cache/parts/section";
import { formatCount } from "@/lib/platform/format";
import { plainText } from "@/lib/platform/plain-text";
import { diffWords } from "@/lib/prompt-cache/text-diff";
import type { RequestTrace } from "@/lib/prompt-cache/trace";

/** A trace keeps no more of a prompt; its rest cannot be compared. */
const KEPT_CHARS = 4_000;

/** What compression took out before the prompt was sent, struck through in its place. */
export function CompressionDiff({ trace: { compression, prompt } }: { trace: RequestTrace }) {
  if (!compression) return null;
  const { before, after, removed, sent } = compression;
  const parts = prompt.length < KEPT_CHARS ? diffWords(prompt, sent) : undefined;
  return (
    <Section
      title="Compression"
      aside={
        <span className="text-muted">
          about {formatCount(before)} to {formatCount(after)} tokens
        </span>
      }
    >
      {parts ? (
        <p className="rounded-md bg-raised p-2 wrap-anywhere whitespace-pre-wrap">
          {parts.map(({ kind, text }, at) =>
            kind === "removed" ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text keep their order
              <del key={at} className="text-muted decoration-failed decoration-2">
                {plainText(text)}
              </del>
            ) : kind === "added" ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text keep their order
              <ins key={at}>{plainText(text)}</ins>
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text keep their order
              <span key={at}>{plainText(text)}</span>
            ),
          )}
        </p>
      ) : (
        <TextBlock text={sent} label="As it was sent" />
      )}
      <p className="text-meta text-muted">
        Taken out: {[...new Set(removed)].map((phrase) => `“${plainText(phrase)}”`).join(", ")}
      </p>
    </Section>
  );
}
