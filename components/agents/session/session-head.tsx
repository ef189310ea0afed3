"use client";

import { GitFork, Link2, Pencil, Search, Share2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { SessionTitle } from "@/components/agents/session/session-title";
import type { SessionActions } from "@/components/agents/session/use-session-actions";
import { copyText } from "@/components/data/copy-text";
import { Foreign } from "@/components/data/foreign";
import { StatusBadge } from "@/components/data/status-badge";
import { TextLink } from "@/components/data/text-link";
import { useShell } from "@/components/shell/shell-state";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { notify } from "@/components/ui/toast";
import { agentTitle } from "@/lib/agents/call-words";
import { canWriteSession } from "@/lib/agents/eligibility";
import type { Session } from "@/lib/agents/session";
import { SESSION_LOOK } from "@/lib/agents/session-looks";
import type { SessionView } from "@/lib/agents/views";
import { whyNot } from "@/lib/platform/eligibility";
import { leastRole, may, type Role } from "@/lib/platform/permissions";
import { routes } from "@/lib/platform/routes";

/** Title, agent, state, and what can be done with the session as a whole. */
export function SessionHead({
  view: { session },
  actions,
  lastSeq,
  searching,
  onSearch,
}: {
  view: Omit<SessionView, "entries">;
  actions: SessionActions;
  lastSeq: number;
  searching: boolean;
  onSearch: () => void;
}) {
  const { person } = useShell();
  const [renaming, setRenaming] = useState(false);
  const whyWrite = whyNot(canWriteSession(session, person));
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <SessionTitle
        session={session}
        rename={actions.rename}
        editing={renaming}
        onDone={() => setRenaming(false)}
      />
      <StatusBadge {...SESSION_LOOK[session.state]} />
      <p className="min-w-0 text-muted max-sm:hidden">
        <TextLink href={routes.agent(session.agent)}>
          <Foreign text={agentTitle(session.agent)} />
        </TextLink>
        {" for "}
        <Foreign text={session.owner.name} />
      </p>
      <div className="ml-auto flex">
        <IconAction label="Search in this session (/)" pressed={searching} onPress={onSearch}>
          <Search aria-hidden="true" className="size-4" />
        </IconAction>
        <IconAction label="Rename" why={whyWrite} onPress={() => setRenaming(true)}>
          <Pencil aria-hidden="true" className="size-4" />
        </IconAction>
        <IconAction
          label={session.shared ? "Shared: whoever may see agents reads it" : "Share for reading"}
          pressed={session.shared}
          why={whyWrite}
          onPress={() => actions.share.run({ sessionId: session.id, shared: !session.shared })}
        >
          <Share2 aria-hidden="true" className="size-4" />
        </IconAction>
        <IconAction
          label="Fork from here"
          wide
          why={
            whyNoFork(session, person.role) ??
            (actions.fork.pending ? "It is being forked." : undefined)
          }
          onPress={() => actions.fork.run({ sessionId: session.id, seq: lastSeq })}
        >
          <GitFork aria-hidden="true" className="size-4" />
        </IconAction>
        <IconAction
          label="Copy the link"
          wide
          onPress={() =>
            void copyText(window.location.href).then((copied) =>
              copied
                ? notify.success("The link is copied.")
                : notify.info("The link could not be copied; take it from the address."),
            )
          }
        >
          <Link2 aria-hidden="true" className="size-4" />
        </IconAction>
      </div>
    </header>
  );
}

function IconAction({
  label,
  why,
  pressed,
  wide = false,
  onPress,
  children,
}: {
  label: string;
  why?: string | undefined;
  pressed?: boolean;
  /** Left out on a phone, which has other ways to it. */
  wide?: boolean;
  onPress: () => void;
  children: ReactNode;
}) {
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label={label}
      aria-pressed={pressed}
      aria-disabled={why !== undefined || undefined}
      data-tip={why ? `${label}. ${why}` : label}
      onClick={() => why === undefined && onPress()}
      className={cn(pressed && "border-line-strong bg-selected", wide && "max-sm:hidden")}
    >
      {children}
    </Button>
  );
}

function whyNoFork({ home }: Session, role: Role): string | undefined {
  if (!may(role, "agent.use"))
    return `Needs the role ${leastRole("agent.use")} to use agents; you are ${role}.`;
  return home.kind === "local"
    ? undefined
    : "A session on AgentCore cannot be forked: its memory is there.";
}
