import { type ReactNode, useId } from "react";
import { StatusBadge } from "@/components/data/status-badge";
import { TextLink } from "@/components/data/text-link";
import { Elapsed } from "@/components/data/timestamp";
import { Button } from "@/components/ui/button";

/** The frame of something that waits on a person: what is asked, how that stands, and facts about it. */
export function WaitingCard({
  title,
  facts,
  gone,
  decided,
  children,
}: {
  title: ReactNode;
  /** Where, since when, how old: parts of one line. */
  facts: ReactNode;
  /** It no longer waits. */
  gone: boolean;
  /** What this person decided about it just now: `Approved by you`. */
  decided: string | undefined;
  /** What it is decided on, then the way to decide. */
  children: ReactNode;
}) {
  const id = useId();
  return (
    <article aria-labelledby={id} className="min-w-0 rounded-md border border-line-strong bg-page">
      <header className="grid gap-1 border-b p-3">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 id={id} className="min-w-0 text-[15px] leading-6 wrap-anywhere">
            {title}
          </h2>
          <StatusBadge
            tone={decided ? "succeeded" : gone ? "stopped" : "waiting"}
            label={decided ?? (gone ? "No longer waits" : "Waiting for a decision")}
          />
        </div>
        <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-meta text-muted">
          {facts}
        </p>
      </header>
      {children}
    </article>
  );
}

/** Among the facts, while it waits. */
export const WaitingFor = ({ since, gone }: { since: string | undefined; gone: boolean }) =>
  since && !gone ? (
    <span>
      Waiting for <Elapsed since={since} />
    </span>
  ) : null;

/** Said in its place once it no longer waits, with the way to watch what follows. */
export function GoneLine({
  words,
  follow,
  onDismiss,
}: {
  words: string;
  follow: { href: string; label: string };
  onDismiss: () => void;
}) {
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border bg-raised px-3 py-2"
    >
      <p className="min-w-0 flex-1 basis-60">{words}</p>
      <TextLink href={follow.href}>{follow.label}</TextLink>
      <Button size="sm" variant="ghost" onClick={onDismiss}>
        Done
      </Button>
    </div>
  );
}
