"use client";

import { useState } from "react";
import { Foreign } from "@/components/data/foreign";
import { Timestamp } from "@/components/data/timestamp";
import { Button } from "@/components/ui/button";
import { plural } from "@/lib/platform/format";
import type { Commit } from "@/lib/releases/model";
import { shortId } from "@/lib/releases/revision-text";

const FIRST = 5;

/** Commits between production and the candidate, newest first; says so when some are not known. */
export function CommitList({
  commits,
  incomplete,
  between = false,
}: {
  commits: Commit[];
  incomplete: boolean;
  /** They lie between what runs now and what would run. */
  between?: boolean;
}) {
  const [all, setAll] = useState(false);
  const shown = all ? commits : commits.slice(0, FIRST);
  return (
    <div className="grid content-start gap-1">
      <h3 className="text-meta text-muted">
        {commits.length === 0 ? "Commits" : plural(commits.length, "commit")}
        {between ? " between" : ""}
      </h3>
      {incomplete && commits.length > 0 ? (
        <p className="text-meta text-waiting">
          There may be others: what the source tells does not lead back to what runs now.
        </p>
      ) : null}
      {commits.length === 0 ? (
        <p className="text-muted">
          {incomplete ? "The source does not say which commits lie between." : "None known."}
        </p>
      ) : (
        <ol className="grid gap-0.5">
          {shown.map((commit) => (
            <li
              key={commit.id}
              className="grid min-w-0 grid-cols-[4rem_minmax(0,1fr)] items-baseline gap-x-2"
            >
              <span className="truncate font-mono text-meta text-muted" title={commit.id}>
                {shortId(commit.id)}
              </span>
              <span className="min-w-0">
                <Foreign text={commit.subject} />{" "}
                <span className="text-meta text-muted">
                  {commit.author ? <Foreign text={commit.author} /> : null}
                  {commit.at ? (
                    <>
                      {commit.author ? " · " : ""}
                      <Timestamp at={commit.at} />
                    </>
                  ) : null}
                </span>
              </span>
            </li>
          ))}
        </ol>
      )}
      {commits.length > FIRST ? (
        <Button
          size="sm"
          variant="ghost"
          className="-ml-2 justify-self-start"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? "Show fewer" : `Show all ${commits.length}`}
        </Button>
      ) : null}
    </div>
  );
}
