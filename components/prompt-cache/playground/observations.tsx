"use client";

import Link from "next/link";
import { useRef, useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { OutcomeBadge } from "@/components/prompt-cache/parts/outcome-badge";
import { formatLatency } from "@/lib/platform/format";
import { formatUsd } from "@/lib/platform/money";
import type { Result } from "@/lib/platform/result";
import { routes } from "@/lib/platform/routes";
import { OBSERVATIONS } from "@/lib/prompt-cache/observations";
import type { Asked } from "@/lib/prompt-cache/playground";
import { ask } from "./use-ask";

/**
 * A guided run: the same question in several wordings, one after the other. A system prompt of its own
 * makes each run begin with nothing stored.
 */
export function Observations({
  namespace,
  onAsked,
}: {
  namespace: string;
  onAsked: (result: Result<Asked>) => void;
}) {
  const busy = useRef(false);
  const [results, setResults] = useState<Result<Asked>[]>([]);
  const [running, setRunning] = useState(false);
  const run = async () => {
    if (busy.current) return;
    busy.current = true;
    setRunning(true);
    setResults([]);
    const system = `Answer in two sentences. (Run ${crypto.randomUUID().slice(0, 8)})`;
    for (const { prompt } of OBSERVATIONS) {
      const result = await ask({ namespace, prompt, system });
      setResults((before) => [...before, result]);
      onAsked(result);
      if (!result.ok) break;
    }
    setRunning(false);
    busy.current = false;
  };
  return (
    <section
      aria-labelledby="observations"
      className="grid content-start gap-3 rounded-md border p-3"
    >
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-60">
          <h2 id="observations">One question, six ways</h2>
          <p className="text-muted">
            Asks them in order with nothing stored before, and shows which layer answers each.
          </p>
        </div>
        <ActionButton
          onPress={run}
          pending={running}
          disabledWhy={namespace ? undefined : "There is no namespace yet."}
        >
          Run all six
        </ActionButton>
      </div>
      <ol className="grid" aria-busy={running}>
        {OBSERVATIONS.map((observation, at) => (
          <Row
            key={observation.id}
            {...observation}
            result={results[at]}
            now={running && results.length === at}
          />
        ))}
      </ol>
    </section>
  );
}

function Row({
  prompt,
  shows,
  result,
  now,
}: {
  prompt: string;
  shows: string;
  result: Result<Asked> | undefined;
  now: boolean;
}) {
  const asked = result?.ok ? result.data : undefined;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5 border-t py-2 first:border-t-0">
      <span className="min-w-0 wrap-anywhere whitespace-pre-wrap">“{prompt}”</span>
      <span className="justify-self-end text-end">
        {asked ? (
          <Link
            href={routes.promptRequest(asked.trace.id)}
            prefetch={false}
            className="underline-offset-2 hover:underline"
          >
            <OutcomeBadge cache={asked.cache} score={asked.score} />
          </Link>
        ) : (
          <span className="text-muted">{now ? "Asking" : result ? "Failed" : "–"}</span>
        )}
      </span>
      <span className="min-w-0 text-meta text-muted">
        {result && !result.ok ? result.problem.message : shows}
      </span>
      <span className="justify-self-end text-meta whitespace-nowrap text-muted">
        {asked
          ? `${formatLatency(asked.trace.totalMs)} · ${formatUsd(asked.trace.money.spent + asked.trace.money.overhead)}`
          : ""}
      </span>
    </li>
  );
}
