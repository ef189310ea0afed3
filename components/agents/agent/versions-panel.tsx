"use client";

import { BringBack } from "@/components/agents/parts/bring-back";
import { FileChanges } from "@/components/agents/parts/file-changes";
import { AsyncView } from "@/components/data/async-view";
import { Foreign } from "@/components/data/foreign";
import { Timestamp } from "@/components/data/timestamp";
import { useRead } from "@/components/data/use-read";
import { useUrlState } from "@/components/data/use-url-state";
import { cn } from "@/components/ui/cn";
import { Skeleton } from "@/components/ui/skeleton";
import { compareFiles } from "@/lib/agents/compare-files";
import type { AgentFiles } from "@/lib/agents/config";
import { agentKeys } from "@/lib/agents/keys";
import { agentReadUrls } from "@/lib/agents/read-urls";
import type { VersionView } from "@/lib/agents/views";

interface Versions {
  versions: VersionView[];
  files?: AgentFiles;
}

/** All versions, who saved them and why, and what differs between any two. */
export function VersionsPanel({
  agent,
  newest,
  retired,
}: {
  agent: string;
  newest: number | undefined;
  /** Each version can bring it back. */
  retired: boolean;
}) {
  const url = useUrlState();
  const read = useRead<Versions>(
    [...agentKeys.versions(agent), newest ?? 0],
    agentReadUrls.versions(agent),
  );
  const versions = read.data?.versions ?? [];
  const numbers = versions.map(({ version }) => version);
  const given = (name: string) => numbers.find((each) => `${each}` === url.get(name));
  const to = given("to") ?? numbers[0];
  // Nothing to choose between.
  const alone = numbers.length < 2;
  const from = given("from") ?? numbers.find((each) => to !== undefined && each < to);
  return (
    <AsyncView
      state={read.state}
      problem={read.problem}
      onRetry={read.retry}
      skeleton={<Skeleton className="h-80" />}
    >
      <div className="grid gap-4 xl:grid-cols-[24rem_minmax(0,1fr)]">
        <fieldset className="min-w-0 self-start rounded-md border">
          <legend className="sr-only">Which two versions are compared</legend>
          <div
            aria-hidden="true"
            className={cn(
              "grid grid-cols-[2.5rem_2.5rem_minmax(0,1fr)] rounded-t-md border-b bg-raised py-1.5 text-meta text-muted",
              alone && "hidden",
            )}
          >
            <span className="text-center">From</span>
            <span className="text-center">To</span>
            <span className="pl-2">Version</span>
          </div>
          <ul className="max-h-[70vh] divide-y overflow-y-auto">
            {versions.map((each) => (
              <li
                key={each.version}
                className={cn(
                  "items-start py-1.5",
                  !alone && "grid grid-cols-[2.5rem_2.5rem_minmax(0,1fr)]",
                  !alone && (each.version === from || each.version === to) && "bg-selected",
                )}
              >
                {alone ? null : (
                  <>
                    <Pick name="from" of={each.version} picked={from} onPick={url.set} />
                    <Pick name="to" of={each.version} picked={to} onPick={url.set} />
                  </>
                )}
                <div className="min-w-0 px-2 py-0.5">
                  <p>
                    <span className="font-medium">Version {each.version}</span>
                    {each.version === numbers[0] ? (
                      <span className="text-muted">
                        {retired ? " · the last one" : " · in force"}
                      </span>
                    ) : null}
                  </p>
                  <p className="text-meta text-muted">
                    {each.savedBy === "folder" ? (
                      "From its folder on disk"
                    ) : (
                      <Foreign text={each.savedBy} />
                    )}
                    {" · "}
                    <Timestamp at={each.savedAt} />
                  </p>
                  {each.note ? (
                    <p className="text-meta">
                      <Foreign text={each.note} />
                    </p>
                  ) : null}
                  {retired ? (
                    <div className="mt-1 flex flex-wrap">
                      <BringBack agent={agent} version={each.version} />
                    </div>
                  ) : null}
                </div>
              </li>
            ))}
          </ul>
        </fieldset>
        {from === undefined || to === undefined ? (
          <p className="text-muted">
            It has one version.
            {retired
              ? ""
              : " Another one stands here once its folder changes or somebody saves it."}
          </p>
        ) : (
          <Comparison agent={agent} from={from} to={to} />
        )}
      </div>
    </AsyncView>
  );
}

function Pick({
  name,
  of,
  picked,
  onPick,
}: {
  name: "from" | "to";
  of: number;
  picked: number | undefined;
  onPick: (changes: Record<string, string>) => void;
}) {
  return (
    <label className="grid min-h-6 cursor-pointer place-items-center pointer-coarse:min-h-11">
      <input
        type="radio"
        name={name}
        className="size-4 accent-accent"
        aria-label={`${name === "from" ? "From" : "To"} version ${of}`}
        checked={of === picked}
        onChange={() => onPick({ [name]: `${of}` })}
      />
    </label>
  );
}

const FOREVER = { staleMs: Number.POSITIVE_INFINITY };

function Comparison({ agent, from, to }: { agent: string; from: number; to: number }) {
  const one = useRead<Versions>(
    [...agentKeys.versions(agent), "files", from],
    agentReadUrls.versions(agent, from),
    FOREVER,
  );
  const other = useRead<Versions>(
    [...agentKeys.versions(agent), "files", to],
    agentReadUrls.versions(agent, to),
    FOREVER,
  );
  const failed = [one, other].find(({ state }) => state === "error");
  const loading = one.placeholder || other.placeholder || !one.data?.files || !other.data?.files;
  const changes = loading ? [] : compareFiles(one.data?.files ?? {}, other.data?.files ?? {});
  return (
    <section aria-labelledby="compared" className="grid min-w-0 content-start gap-3">
      <h2 id="compared">
        {from === to ? `Version ${to}` : `From version ${from} to version ${to}`}
      </h2>
      <AsyncView
        state={failed ? "error" : loading ? "loading" : "live"}
        problem={failed?.problem}
        onRetry={failed?.retry}
        skeleton={<Skeleton className="h-80" />}
      >
        {changes.length === 0 ? (
          <p className="text-muted">These two say the same.</p>
        ) : (
          <FileChanges changes={changes} />
        )}
      </AsyncView>
    </section>
  );
}
