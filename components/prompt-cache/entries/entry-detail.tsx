"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { AsyncView } from "@/components/data/async-view";
import { CopyableId } from "@/components/data/copyable-id";
import { EmptyState } from "@/components/data/empty-state";
import { TextBlock } from "@/components/data/text-block";
import { Timestamp } from "@/components/data/timestamp";
import { useRead } from "@/components/data/use-read";
import { Fact, Facts } from "@/components/prompt-cache/parts/facts";
import { ScoreBar } from "@/components/prompt-cache/parts/score-bar";
import { Section } from "@/components/prompt-cache/parts/section";
import { SidePanel } from "@/components/prompt-cache/parts/side-panel";
import { buttonClass } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { formatBytes, formatCount } from "@/lib/platform/format";
import { formatUsd } from "@/lib/platform/money";
import { plainText } from "@/lib/platform/plain-text";
import type { EntryDetail as Entry } from "@/lib/prompt-cache/entry";
import { promptReadUrls } from "@/lib/prompt-cache/read-urls";
import { formatScore } from "@/lib/prompt-cache/score-text";
import { entriesHref, parseEntriesSearch } from "./entries-search";
import { EvictEntry } from "./evict-entry";

/** One stored answer whole. It is asked for by its id, so its address works whatever the list shows. */
export function EntryDetail({ id }: { id: string }) {
  const params = useSearchParams();
  const search = parseEntriesSearch((name) => params.get(name));
  const url = promptReadUrls.entry(search.namespace ?? "", id);
  const read = useRead<Entry>(["prompt-cache", "entry", url], url, { staleMs: 5_000 });
  const entry = read.placeholder ? undefined : read.data;
  const gone = read.problem?.code === "not_found";
  const list = entriesHref(search);
  return (
    <SidePanel
      title="Entry"
      all="All entries"
      closeHref={list}
      actions={entry && !gone ? <EvictEntry entry={entry} listHref={list} /> : null}
    >
      {gone ? (
        <EmptyState
          title="This entry is not stored any more"
          action={
            <Link href={list} className={buttonClass()}>
              All entries
            </Link>
          }
        >
          It expired, was evicted, or its namespace began a new generation.
        </EmptyState>
      ) : (
        <AsyncView
          state={read.placeholder ? "loading" : read.state}
          problem={read.problem}
          onRetry={read.retry}
          skeleton={<Skeleton className="h-120" />}
        >
          {entry ? <Whole entry={entry} hrefOf={(near) => entriesHref(search, {}, near)} /> : null}
        </AsyncView>
      )}
    </SidePanel>
  );
}

function Whole({ entry, hrefOf }: { entry: Entry; hrefOf: (id: string) => string }) {
  const { hits, lastHitAt, neighbours } = entry;
  return (
    <div className="grid gap-3">
      <Section title="Asked" first>
        {entry.prompt === "" ? (
          <p className="text-muted">It was encrypted with another key than the console has now.</p>
        ) : (
          <TextBlock text={entry.prompt} label="Asked" />
        )}
      </Section>
      <Section title="Answered">
        {entry.answer === "" ? (
          <p className="text-muted">The answer holds no text, or cannot be read any more.</p>
        ) : (
          <TextBlock text={entry.answer} label="Answered" />
        )}
      </Section>
      <Section title="Facts">
        <Facts>
          <Fact name="Hits">
            {formatCount(hits)}
            {lastHitAt ? (
              <span className="text-muted">
                , the last <Timestamp at={lastHitAt} />
              </span>
            ) : null}
          </Fact>
          <Fact name="Saved">{formatUsd(entry.saved)}</Fact>
          <Fact name="Tokens">
            {formatCount(entry.inputTokens)} in, {formatCount(entry.outputTokens)} out
          </Fact>
          <Fact name="Size">{formatBytes(entry.bytes)}</Fact>
          <Fact name="Namespace">{entry.namespace}</Fact>
          <Fact name="Model">{entry.model}</Fact>
          <Fact name="Operation">{entry.operation}</Fact>
          <Fact name="Stored">
            <Timestamp at={entry.createdAt} />
          </Fact>
          <Fact name="Expires">
            <Timestamp at={entry.expiresAt} />
          </Fact>
          <Fact name="Id">
            <CopyableId value={entry.id} max={24} label="entry id" />
          </Fact>
        </Facts>
      </Section>
      <Section
        title="Nearest neighbours"
        aside={
          neighbours.length === 0 ? null : (
            <span className="text-meta text-muted">same model, system prompt and parameters</span>
          )
        }
      >
        {neighbours.length === 0 ? (
          <p className="text-muted">
            Nothing stored with the same model, system prompt and parameters is near it.
          </p>
        ) : (
          <ul className="grid">
            {neighbours.map(({ id, prompt, score }) => (
              <li key={id} className="border-t first:border-t-0">
                <Link
                  href={hrefOf(id)}
                  prefetch={false}
                  scroll={false}
                  className="grid min-h-9 grid-cols-[minmax(0,1fr)_5rem_3rem] items-center gap-3 py-1 outline-offset-[-2px] hover:bg-hover pointer-coarse:min-h-11"
                >
                  <bdi className="line-clamp-2">{plainText(prompt)}</bdi>
                  <ScoreBar score={score} />
                  <span className="text-end">{formatScore(score)}</span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </div>
  );
}
