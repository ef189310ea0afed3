import { Diff } from "lucide-react";
import { TextLink } from "@/components/data/text-link";
import { Section } from "@/components/prompt-cache/parts/section";
import { cn } from "@/components/ui/cn";
import { plainText } from "@/lib/platform/plain-text";
import { routes } from "@/lib/platform/routes";
import { keyDiff, type StoredValue } from "@/lib/prompt-cache/key-part-text";
import type { RequestTrace } from "@/lib/prompt-cache/trace";

/** The parts that the answer depends on; where the same prompt is stored, which of them differ there. */
export function KeyDiff({ trace }: { trace: RequestTrace }) {
  const { samePrompt, namespace } = trace;
  const rows = keyDiff(trace);
  if (rows.length === 0) return null;
  return (
    <Section title="Key">
      {samePrompt.length === 0 ? (
        <p className="text-muted">
          {trace.cache === "hash_hit"
            ? "Every part is the same as in what was stored."
            : "The same prompt is not stored under another key."}
        </p>
      ) : (
        <p className="text-muted">
          The same prompt is stored
          {samePrompt.length === 1 ? " once" : ` ${samePrompt.length} times`} under another key:{" "}
          {samePrompt.map(({ entryId }, at) => (
            <span key={entryId}>
              {at > 0 ? ", " : ""}
              <TextLink href={`${routes.promptEntry(entryId)}?namespace=${namespace}`}>
                entry {at + 1}
              </TextLink>
            </span>
          ))}
          .
        </p>
      )}
      <table className="w-full table-fixed border-separate border-spacing-0" aria-label="Key parts">
        <colgroup>
          <col className="w-28 max-sm:w-24" />
          <col />
          {samePrompt.length > 0 ? <col className="w-26 max-sm:w-24" /> : null}
        </colgroup>
        <thead className="sr-only">
          <tr>
            <th scope="col">Part</th>
            <th scope="col">In this request</th>
            {samePrompt.length > 0 ? <th scope="col">Where the prompt is stored</th> : null}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ part, label, digest, text, differs, stored }) => {
            const changed = differs.some(Boolean);
            return (
              <tr key={part} className={cn(changed && "bg-tint-waiting")}>
                <th
                  scope="row"
                  className="border-t px-1 py-1 text-start align-top font-normal text-muted"
                >
                  {label}
                </th>
                <td className="border-t px-1 py-1 align-top">
                  <PartText text={text} tip={`SHA-256 ${digest}…`} />
                  {stored.map((value, at) =>
                    value === undefined ? null : (
                      <div key={samePrompt[at]?.entryId} className="mt-1.5">
                        <span className="text-meta text-muted">
                          Stored{samePrompt.length > 1 ? ` in entry ${at + 1}` : ""}
                        </span>
                        <StoredText value={value} />
                      </div>
                    ),
                  )}
                </td>
                {samePrompt.length > 0 ? (
                  <td className="border-t px-1 py-1 text-end align-top">
                    {changed ? (
                      <span className="inline-flex items-center gap-1 text-meta font-medium text-waiting">
                        <Diff aria-hidden="true" className="size-3.5" />
                        CHANGED{samePrompt.length > 1 ? ` in ${whichOf(differs)}` : ""}
                      </span>
                    ) : (
                      <span className="text-meta text-muted">same</span>
                    )}
                  </td>
                ) : null}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Section>
  );
}

function PartText({ text, tip }: { text: string; tip?: string }) {
  if (text === "") return <span className="block text-muted">none</span>;
  return (
    <bdi
      data-tip={tip}
      className="line-clamp-3 font-mono text-meta wrap-anywhere whitespace-pre-wrap"
    >
      {plainText(text)}
    </bdi>
  );
}

function StoredText({ value }: { value: StoredValue }) {
  if (typeof value === "object") return <PartText text={value.text} />;
  return (
    <span className="block text-muted">
      {value === "kept" ? "not shown: it holds what people said" : "not stored any more"}
    </span>
  );
}

/** `1`, `1, 3` */
const whichOf = (differs: readonly boolean[]): string =>
  differs.flatMap((differ, at) => (differ ? [at + 1] : [])).join(", ");
