import { ArrowRight } from "lucide-react";
import { TextLink } from "@/components/data/text-link";
import { Elapsed } from "@/components/data/timestamp";
import { RevisionLine } from "@/components/releases/parts/revision-line";
import { routes } from "@/lib/platform/routes";
import type { Evidence } from "@/lib/releases/model";
import { type RevisionPair as Pair, pairRevisions } from "@/lib/releases/pair-revisions";

/** What runs in production now → what would run, one pair per source. */
export function RevisionPair({ evidence }: { evidence: Evidence }) {
  const pairs = pairRevisions(evidence);
  return (
    <div className="grid gap-2">
      {pairs.map((pair) => (
        <div
          key={pair.source}
          className="grid grid-cols-1 gap-2 md:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] md:items-stretch"
        >
          <Side title="Runs in production now">
            <RunsNow pair={pair} evidence={evidence} />
          </Side>
          <ArrowRight
            aria-hidden="true"
            className="size-5 self-center justify-self-center text-muted max-md:rotate-90"
          />
          <Side title={pairs.length > 1 ? `Would run (${pair.source})` : "Would run"} strong>
            <RevisionLine revision={pair.next} />
          </Side>
        </div>
      ))}
    </div>
  );
}

function Side({
  title,
  strong = false,
  children,
}: {
  title: string;
  strong?: boolean;
  children: React.ReactNode;
}) {
  return (
    <div
      className={
        strong
          ? "min-w-0 rounded-md border border-line-strong p-2"
          : "min-w-0 rounded-md border bg-raised p-2"
      }
    >
      <h3 className="text-meta text-muted">{title}</h3>
      {children}
    </div>
  );
}

function RunsNow({ pair, evidence }: { pair: Pair; evidence: Evidence }) {
  const now = evidence.runningNow;
  if (!pair.now) {
    return pair.kind === "FIRST" ? (
      <span>Nothing yet: this would be the first release.</span>
    ) : (
      <span className="text-muted">Not known: it could not be read.</span>
    );
  }
  return (
    <>
      <RevisionLine revision={pair.now} />
      <span className="block text-meta text-muted">
        {now?.since ? (
          <>
            for <Elapsed since={now.since} />
          </>
        ) : null}
        {now?.deploymentId ? (
          <>
            {now.since ? " · " : ""}
            <TextLink href={routes.deployment(now.deploymentId)}>{now.deploymentId}</TextLink>
          </>
        ) : null}
      </span>
    </>
  );
}
