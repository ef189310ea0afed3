"use client";

import { MachineText } from "@/components/agents/session/json-text";
import { useSessionContext } from "@/components/agents/session/session-context";
import { Fact } from "@/components/data/facts";
import { Foreign } from "@/components/data/foreign";
import { StatusBadge } from "@/components/data/status-badge";
import { Button } from "@/components/ui/button";
import { costWords } from "@/lib/agents/cost-words";
import type { MarkedRow } from "@/lib/agents/mark-pauses";
import { formatCount, formatLatency } from "@/lib/platform/format";
import { plainText } from "@/lib/platform/plain-text";

/** One span in full: how long, what it used, its error, its attributes; a call leads to the conversation. */
export function SpanDetail({
  row,
  onCall,
}: {
  row: MarkedRow;
  onCall: (toolUseId: string) => void;
}) {
  const { home } = useSessionContext().view.session;
  const { span, toolUseId } = row;
  const attributes = Object.entries(span.attributes).sort(([a], [b]) => a.localeCompare(b));
  return (
    <section aria-label="Selected span" className="grid min-w-0 content-start gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="min-w-0 wrap-anywhere">
          <Foreign text={row.label} />
        </h2>
        <StatusBadge
          size="sm"
          {...(row.error
            ? { tone: "failed" as const, label: "Failed" }
            : row.paused
              ? { tone: "waiting" as const, label: "Asked a person" }
              : { tone: "succeeded" as const, label: "Ended well" })}
        />
      </div>
      {toolUseId ? (
        <Button className="justify-self-start" onClick={() => onCall(toolUseId)}>
          Show in the conversation
        </Button>
      ) : null}
      {row.error ? (
        <p className="text-failed">
          <Foreign text={row.error} />
        </p>
      ) : null}
      <dl className="grid grid-cols-2 gap-3">
        <Fact name="Took">{formatLatency(row.durationMs)}</Fact>
        <Fact name="Began after">{formatLatency(row.offsetMs)}</Fact>
        {row.tokens ? (
          <Fact name="Tokens">
            {formatCount(row.tokens.input)} in, {formatCount(row.tokens.output)} out
          </Fact>
        ) : null}
        {row.cost ? <Fact name="Cost">{costWords(row.cost, home) ?? "not known"}</Fact> : null}
      </dl>
      {row.orphan ? (
        <p className="text-meta text-muted">What it belongs to has not ended yet, or was lost.</p>
      ) : null}
      {row.skewMs === undefined ? null : (
        <p className="text-meta text-muted">
          Its clock was {formatLatency(row.skewMs)} behind; its bar is moved.
        </p>
      )}
      <details open>
        <summary className="py-1 text-meta text-muted pointer-coarse:py-3">
          Attributes ({attributes.length})
        </summary>
        <dl className="mt-1 grid gap-1.5">
          {attributes.map(([name, value]) => (
            <div key={name} className="min-w-0">
              <dt className="font-mono text-[11px] text-muted wrap-anywhere">{plainText(name)}</dt>
              <dd className="min-w-0 wrap-anywhere">
                {typeof value === "string" && value.length > 160 ? (
                  <MachineText text={value} label={name} className="max-h-40" />
                ) : (
                  <Foreign text={`${value}`} />
                )}
              </dd>
            </div>
          ))}
        </dl>
      </details>
      {span.events.length > 0 ? (
        <details>
          <summary className="py-1 text-meta text-muted pointer-coarse:py-3">
            Events ({span.events.length})
          </summary>
          <ul className="mt-1 grid gap-1.5">
            {span.events.map((event, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the events of one span keep their order
              <li key={at} className="min-w-0">
                <Foreign text={event.name} className="font-mono text-meta" />
                {Object.keys(event.attributes).length > 0 ? (
                  <MachineText
                    text={JSON.stringify(event.attributes, null, 2)}
                    label={event.name}
                    className="max-h-40"
                  />
                ) : null}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}
