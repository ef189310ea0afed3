"use client";

import { ArrowLeft, X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { type AuditSearch, auditEntryQuery, auditHref } from "@/components/audit/audit-query";
import { ActionName } from "@/components/audit/audit-table";
import { OUTCOME_TONES } from "@/components/audit/outcome";
import { AsyncView } from "@/components/data/async-view";
import { CopyableId } from "@/components/data/copyable-id";
import { StatusBadge } from "@/components/data/status-badge";
import { Timestamp } from "@/components/data/timestamp";
import { useRead } from "@/components/data/use-read";
import { Skeleton } from "@/components/ui/skeleton";
import type { AuditEntry, AuditPage } from "@/lib/audit/model";
import { type Through, throughOf } from "@/lib/audit/through";
import { routes } from "@/lib/platform/routes";
import { formatDuration } from "@/lib/platform/time";

/** One entry in full. It is asked for by its number, so its address works whatever the list shows. */
export function AuditDetail({
  seq,
  search,
  listed,
}: {
  seq: number;
  search: AuditSearch;
  listed: AuditEntry | undefined;
}) {
  const read = useRead<AuditPage>(["audit", "entry", seq], `/api/audit?${auditEntryQuery(seq)}`, {
    enabled: listed === undefined,
  });
  const found = read.placeholder ? undefined : read.data?.entries.find((each) => each.seq === seq);
  const entry = listed ?? found;
  const close = auditHref(search, { entry: null });
  return (
    <section aria-label={`Audit entry ${seq}`} className="rounded-md border xl:sticky xl:top-16">
      <div className="flex h-11 items-center gap-2 border-b px-3">
        <Link
          href={close}
          scroll={false}
          className="-ml-1 inline-flex min-h-6 items-center gap-1 text-muted hover:text-ink xl:hidden pointer-coarse:min-h-11"
        >
          <ArrowLeft aria-hidden="true" className="size-4" /> All entries
        </Link>
        <h2 className="flex-1 max-xl:text-end">Entry {seq}</h2>
        <Link
          href={close}
          scroll={false}
          aria-label="Close the entry"
          className="grid size-7 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink max-xl:hidden"
        >
          <X aria-hidden="true" className="size-4" />
        </Link>
      </div>
      <div className="p-3">
        <AsyncView
          state={entry ? "live" : read.placeholder ? "loading" : read.state}
          problem={read.problem}
          onRetry={read.retry}
          skeleton={<Skeleton className="h-72" />}
          isEmpty={!entry}
          empty={<p className="text-muted">The ledger has no entry with this number.</p>}
        >
          {entry ? <Facts entry={entry} /> : null}
        </AsyncView>
      </div>
    </section>
  );
}

function Facts({ entry }: { entry: AuditEntry }) {
  const outcome = OUTCOME_TONES[entry.outcome];
  const through = throughOf(entry.input);
  return (
    <div className="grid gap-4">
      <div className="grid gap-1">
        <StatusBadge tone={outcome.tone} label={outcome.label} />
        <p className="break-words text-muted">{entry.message ?? outcome.means}</p>
      </div>
      <dl className="grid grid-cols-[7rem_1fr] gap-x-3 gap-y-1.5">
        <Fact term="Who">
          {entry.person.name}
          <span className="block text-meta text-muted">
            {entry.person.email} · {entry.person.role}
          </span>
        </Fact>
        {through ? <ThroughFacts through={through} /> : null}
        <Fact term="What">
          <ActionName entry={entry} />
        </Fact>
        <Fact term="To what">{entry.target ?? "–"}</Fact>
        <Fact term="Why">{entry.why ?? "–"}</Fact>
        <Fact term="When">
          <Timestamp at={entry.at} />
        </Fact>
        <Fact term="Settled">
          {entry.settledAt ? (
            <>
              <Timestamp at={entry.settledAt} />
              {entry.durationMs === undefined
                ? null
                : ` · took ${formatDuration(entry.durationMs)}`}
              {entry.settledBy === "reconciler" ? " · found out afterwards" : null}
            </>
          ) : (
            "–"
          )}
        </Fact>
        {entry.problemCode ? <Fact term="Code">{entry.problemCode}</Fact> : null}
        <Fact term="Request">
          <CopyableId value={entry.requestId} max={24} label="request id" />
        </Fact>
      </dl>
      <div className="grid gap-1.5">
        <h3 className="text-meta font-medium text-muted">Calls to AWS</h3>
        {entry.upstream.length === 0 ? (
          <p>None was made.</p>
        ) : (
          <ul className="grid gap-1">
            {entry.upstream.map((call, at) => (
              <li
                // biome-ignore lint/suspicious/noArrayIndexKey: calls have no id of their own and keep their order
                key={at}
                className="flex flex-wrap items-center justify-between gap-x-3 border-t pt-1"
              >
                <span>
                  {call.service} {call.operation}
                </span>
                {call.requestId ? (
                  <CopyableId value={call.requestId} max={24} label="AWS request id" />
                ) : null}
              </li>
            ))}
          </ul>
        )}
      </div>
      {entry.input === undefined ? null : (
        <div className="grid gap-1.5">
          <h3 className="text-meta font-medium text-muted">What was asked</h3>
          <pre className="overflow-auto rounded-md bg-raised p-2 font-mono text-meta break-all whitespace-pre-wrap">
            {JSON.stringify(entry.input, null, 2)}
          </pre>
        </div>
      )}
    </div>
  );
}

/** Done by the person through an agent: which, in which session, and who approved the call. */
function ThroughFacts({ through }: { through: Through }) {
  const { agent, sessionId, approvedBy, edited } = through;
  return (
    <>
      <Fact term="Through">
        <Link href={routes.agent(agent)} className="underline-offset-2 hover:underline">
          {agent}
        </Link>
        <span className="block text-meta text-muted">
          <Link
            href={routes.agentSession(sessionId)}
            className="underline underline-offset-2 hover:text-ink"
          >
            Open the session
          </Link>
        </span>
      </Fact>
      <Fact term="Approved by">
        {approvedBy ? (
          <>
            {approvedBy.name}
            <span className="block text-meta text-muted">
              {approvedBy.email}
              {edited ? " · changed the arguments first" : ""}
            </span>
          </>
        ) : (
          "Nobody had to be asked"
        )}
      </Fact>
    </>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{term}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
