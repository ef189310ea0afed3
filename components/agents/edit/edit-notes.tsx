"use client";

import { History, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Base } from "@/components/agents/edit/use-draft";
import { Foreign } from "@/components/data/foreign";
import { TextLink } from "@/components/data/text-link";
import { useLive } from "@/components/shell/live/use-live";
import { Button } from "@/components/ui/button";
import { offSentence } from "@/lib/agents/eligibility";
import { agentTopics } from "@/lib/agents/keys";
import type { AgentsView } from "@/lib/agents/views";
import { routes } from "@/lib/platform/routes";

/** What was typed before is there again. */
export function RestoredNote({ onDiscard }: { onDiscard: () => void }) {
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border bg-raised px-3 py-2"
    >
      <History aria-hidden="true" className="size-4 shrink-0 text-muted" />
      <p className="min-w-0 flex-1">What you had changed and not saved is here again.</p>
      <Button size="sm" onClick={onDiscard}>
        Discard it
      </Button>
    </div>
  );
}

/** Somebody saved a newer version, or retired the agent, while this one is edited: said at once, not only when it is saved. */
export function NewerNote({ agent, base }: { agent: string; base: Base }) {
  const live = useLive<AgentsView>(agentTopics.overview());
  const now = live.snapshot?.data.agents.find((each) => each.agent === agent)?.version;
  const retired = live.snapshot?.data.retired?.find((each) => each.agent === agent);
  if (retired)
    return (
      <Meanwhile>
        <Foreign text={offSentence(retired)} /> It cannot be saved until it is back:{" "}
        <TextLink href={`${routes.agent(agent)}?view=versions`}>its versions</TextLink>. What you
        changed is kept here meanwhile.
      </Meanwhile>
    );
  if (now === undefined || now <= base.version) return null;
  return (
    <Meanwhile>
      Version {now} was saved meanwhile; you edit version {base.version}.{" "}
      <TextLink href={`${routes.agent(agent)}?view=versions&from=${base.version}&to=${now}`}>
        What changed
      </TextLink>
      . Nothing of yours is lost: when you save, both are compared.
    </Meanwhile>
  );
}

const Meanwhile = ({ children }: { children: ReactNode }) => (
  <div
    role="status"
    className="flex gap-2 rounded-md border border-waiting bg-tint-waiting px-3 py-2"
  >
    <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-waiting" />
    <p>{children}</p>
  </div>
);
