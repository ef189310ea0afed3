import Link from "next/link";
import { ProblemNote } from "@/components/data/problem-note";
import { Elapsed } from "@/components/data/timestamp";
import { OutcomeBadge } from "@/components/prompt-cache/parts/outcome-badge";
import { formatLatency } from "@/lib/platform/format";
import { formatUsd } from "@/lib/platform/money";
import type { Result } from "@/lib/platform/result";
import { routes } from "@/lib/platform/routes";
import type { Asked } from "@/lib/prompt-cache/playground";
import { preparePipeline } from "@/lib/prompt-cache/prepare-pipeline";
import { PipelineSteps } from "./pipeline-steps";

/** How the prompt went through the layers, and what came out. */
export function AnswerPanel({
  result,
  since,
}: {
  result: Result<Asked> | undefined;
  /** When the prompt that is under way was sent. */
  since: string | undefined;
}) {
  const asked = result?.ok ? result.data : undefined;
  return (
    <section
      aria-labelledby="pipeline"
      className="grid min-w-0 content-start gap-3 rounded-md border p-3"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id="pipeline">Through the layers</h2>
        <span role="status" className="flex flex-wrap items-center gap-x-3">
          {since ? (
            <span className="text-muted">
              Asking, <Elapsed since={since} focusable={false} />
            </span>
          ) : asked ? (
            <>
              <OutcomeBadge cache={asked.cache} score={asked.score} />
              <span className="text-muted">
                {formatLatency(asked.trace.totalMs)} in all · {costOf(asked)}
              </span>
            </>
          ) : (
            <span className="text-muted">Nothing was asked yet</span>
          )}
        </span>
      </div>
      {result && !result.ok && !since ? <ProblemNote problem={result.problem} /> : null}
      <PipelineSteps results={asked && !since ? preparePipeline(asked.trace) : undefined} />
      {asked && !since ? <Answer asked={asked} /> : null}
    </section>
  );
}

const costOf = ({ trace: { money } }: Asked): string => {
  const paid = formatUsd(money.spent + money.overhead);
  return money.saved > 0 ? `${paid} paid, ${formatUsd(money.saved)} saved` : `${paid} paid`;
};

function Answer({ asked: { response, trace } }: { asked: Asked }) {
  return (
    <>
      <div className="grid gap-1">
        <h3 className="text-meta text-muted">Answer of {trace.model}</h3>
        <p className="max-h-80 overflow-auto rounded-md border bg-raised p-3 wrap-anywhere whitespace-pre-wrap">
          {response}
        </p>
      </div>
      {trace.compression && trace.compression.removed.length > 0 ? (
        <p className="text-muted">
          Sent without: {trace.compression.removed.map((phrase) => `“${phrase.trim()}”`).join(", ")}
        </p>
      ) : null}
      {trace.candidates.length > 0 ? (
        <div className="grid gap-1">
          <h3 className="text-meta text-muted">Nearest stored prompts</h3>
          <ul className="grid gap-1">
            {trace.candidates.map(({ entryId, prompt, score, why }) => (
              <li key={entryId} className="flex gap-3">
                <span className="w-12 shrink-0">{score.toFixed(3)}</span>
                <span className="min-w-0 wrap-anywhere">
                  {prompt}
                  {why ? <span className="block text-meta text-muted">{why}</span> : null}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <Link
        href={routes.promptRequest(trace.id)}
        prefetch={false}
        className="justify-self-start underline underline-offset-2"
      >
        Why it was answered so
      </Link>
    </>
  );
}
