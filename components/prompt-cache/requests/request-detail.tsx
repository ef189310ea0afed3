"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { AsyncView } from "@/components/data/async-view";
import { EmptyState } from "@/components/data/empty-state";
import { TextBlock } from "@/components/data/text-block";
import { useRead } from "@/components/data/use-read";
import { OutcomeBadge } from "@/components/prompt-cache/parts/outcome-badge";
import { Section } from "@/components/prompt-cache/parts/section";
import { SidePanel } from "@/components/prompt-cache/parts/side-panel";
import { buttonClass } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { promptReadUrls } from "@/lib/prompt-cache/read-urls";
import { withoutText } from "@/lib/prompt-cache/reason-text";
import type { RequestTrace } from "@/lib/prompt-cache/trace";
import { whySentence } from "@/lib/prompt-cache/why-sentence";
import { CandidateList } from "./candidate-list";
import { CompressionDiff } from "./compression-diff";
import { KeyDiff } from "./key-diff";
import { RequestFacts } from "./request-facts";
import { parseRequestsSearch, requestsHref } from "./requests-search";
import { StepWaterfall } from "./step-waterfall";

/** One request and all that explains it. It is asked for by its id, so its address works whatever the list shows. */
export function RequestDetail({ id }: { id: string }) {
  const params = useSearchParams();
  const search = parseRequestsSearch((name) => params.get(name));
  const url = promptReadUrls.request(id, search.namespace);
  const read = useRead<RequestTrace>(["prompt-cache", "request", url], url, { staleMs: 60_000 });
  const trace = read.placeholder ? undefined : read.data;
  const list = requestsHref(search);
  const gone = read.problem?.code === "not_found";
  return (
    <SidePanel title="Request" all="All requests" closeHref={list}>
      {gone ? (
        <EmptyState
          title="This request is not kept any more"
          action={
            <Link href={list} className={buttonClass()}>
              All requests
            </Link>
          }
        >
          About the last two thousand of each namespace are kept, and at most 50 a second.
        </EmptyState>
      ) : (
        <AsyncView
          state={read.placeholder ? "loading" : read.state}
          problem={read.problem}
          onRetry={read.retry}
          skeleton={<Skeleton className="h-120" />}
        >
          {trace ? <Explained trace={trace} /> : null}
        </AsyncView>
      )}
    </SidePanel>
  );
}

function Explained({ trace }: { trace: RequestTrace }) {
  const { prompt, normalised, problem } = trace;
  return (
    <div className="grid gap-3">
      <div className="grid gap-1">
        <OutcomeBadge cache={trace.cache} />
        <p className="wrap-anywhere">{whySentence(trace)}</p>
        {problem ? <p className="text-failed wrap-anywhere">{problem}</p> : null}
      </div>
      <Section title="Asked">
        {prompt === "" ? (
          <p className="text-muted">{withoutText(trace.reason).sentence}</p>
        ) : (
          <TextBlock text={prompt} label="Asked" className="max-h-48" />
        )}
        {normalised !== "" && normalised !== prompt ? (
          <>
            <h3 className="text-meta font-medium text-muted">Normalised, as it is hashed</h3>
            <TextBlock text={normalised} label="Normalised" className="max-h-48" />
          </>
        ) : null}
      </Section>
      <CandidateList trace={trace} />
      <KeyDiff trace={trace} />
      <CompressionDiff trace={trace} />
      <StepWaterfall trace={trace} />
      <RequestFacts trace={trace} />
    </div>
  );
}
