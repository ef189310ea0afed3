import { Bot } from "lucide-react";
import { useId } from "react";
import { FactorList } from "@/components/ami-updates/proposal/factor-list";
import { Foreign } from "@/components/data/foreign";
import type { ModelPart } from "@/lib/ami-updates/model";
import type { ProposalView } from "@/lib/ami-updates/views";
import { formatCount, formatLatency, plural } from "@/lib/platform/format";

/** What the named model says, drawn so that it is not taken for a fact. */
export function ModelPanel({ analysis }: { analysis: NonNullable<ProposalView["analysis"]> }) {
  const id = useId();
  const { model, review } = analysis;
  const factors = analysis.factors.filter(({ source }) => source === "model");
  return (
    <section
      aria-labelledby={id}
      className="min-w-0 rounded-md border border-dashed border-line-strong bg-raised"
    >
      <header className="flex min-h-10 flex-wrap items-center gap-x-2 gap-y-1 border-b border-dashed px-3 py-1.5">
        <Bot aria-hidden="true" className="size-4 text-muted" />
        <h2 id={id} className="mr-auto">
          What the model says
        </h2>
        <span className="font-mono text-meta wrap-anywhere">{model.modelId}</span>
      </header>
      <div className="grid gap-3 p-3">
        {model.modelId.startsWith("lab.") ? (
          <p className="text-waiting">
            A stand-in of the lab that reads the notes by rules. It is no real model.
          </p>
        ) : null}
        <p className="text-muted">{outcomeOf(model)}</p>
        {review.map((paragraph) => (
          <p key={paragraph}>
            <Foreign text={paragraph} />
          </p>
        ))}
        {factors.length === 0 ? null : (
          <FactorList factors={factors} label="Factors of the model" />
        )}
        <p className="text-meta text-muted">{costOf(model, factors.length)}</p>
      </div>
    </section>
  );
}

function outcomeOf({ outcome, why }: ModelPart): string {
  const because = why ? ` ${why}` : "";
  if (outcome === "replaced")
    return `Its answer was not used: the score rests on the computed factors alone.${because}`;
  if (outcome === "repaired")
    return `Its first answer could not be used; it was asked again.${because}`;
  return "It may raise the risk above the floor, never lower it.";
}

function costOf(
  { outcome, dropped, inputTokens, outputTokens, took }: ModelPart,
  claims: number,
): string {
  return [
    ...(dropped > 0
      ? [`${plural(dropped, "claim")} dropped, because the notes do not say so`]
      : []),
    ...(dropped === 0 && claims > 0 && outcome !== "replaced"
      ? ["Every claim is in the notes word for word"]
      : []),
    ...(inputTokens === undefined
      ? []
      : [`${formatCount(inputTokens)} tokens in, ${formatCount(outputTokens ?? 0)} out`]),
    ...(took === undefined ? [] : [formatLatency(took)]),
  ].join(" · ");
}
