"use client";

import { ArrowRight } from "lucide-react";
import { Fragment } from "react";
import { PromotionLine } from "@/components/ami-updates/clusters/promotion-line";
import { TargetCard } from "@/components/ami-updates/clusters/target-card";
import { ruleWords } from "@/lib/ami-updates/rule-words";
import type { Lane } from "@/lib/ami-updates/views";
import { plural } from "@/lib/platform/format";
import type { Role } from "@/lib/platform/permissions";

/** A lane shows so many node classes as cards; the list below has all. */
const SHOWN = 6;

/** One environment: its rules, what promotion waits for, its node classes. */
export function LaneColumn({ lane, role, stale }: { lane: Lane; role: Role; stale: boolean }) {
  const { environment, rules, windowOpen, targets, after } = lane;
  return (
    <section
      aria-label={`Environment ${environment}`}
      className="min-w-0 rounded-md border lg:row-span-2 lg:grid lg:grid-rows-subgrid"
    >
      <header className="grid content-start gap-1 rounded-t-md border-b bg-raised p-3">
        <div className="flex flex-wrap items-center gap-x-3">
          <h2 className="flex items-center gap-1.5 text-[15px] leading-6">
            {after ? <ArrowRight aria-hidden="true" className="size-4 text-muted" /> : null}
            {environment}
          </h2>
          <span className="text-meta text-muted">
            {plural(targets.length, "node class", "node classes")}
          </span>
          {rules.window ? (
            <span className="ml-auto text-meta text-muted">
              Window {windowOpen ? "open" : "closed"}
            </span>
          ) : null}
        </div>
        <p className="text-meta text-muted">
          {ruleWords(rules).map((words, at) => (
            <Fragment key={words}>
              {at > 0 ? " · " : ""}
              <span className="inline-block">{words}</span>
            </Fragment>
          ))}
        </p>
        <PromotionLine after={after} />
      </header>
      <div className="min-w-0">
        {targets.length === 0 ? (
          <p className="p-3 text-muted">No cluster stands in this environment.</p>
        ) : null}
        {targets.slice(0, SHOWN).map((target) => (
          <TargetCard
            key={`${target.cluster}/${target.nodeClass}`}
            target={target}
            role={role}
            stale={stale}
          />
        ))}
        {targets.length > SHOWN ? (
          <p className="border-t p-3 text-muted">
            {targets.length - SHOWN} more are in the list below.
          </p>
        ) : null}
      </div>
    </section>
  );
}
