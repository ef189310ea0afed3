"use client";

import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { useShell } from "@/components/shell/shell-state";
import type { ButtonSize, ButtonVariant } from "@/components/ui/button";
import type { AgentSummary } from "@/lib/agents/views";
import { leastRole, may } from "@/lib/platform/permissions";

const StartDialog = dynamic(
  () => import("@/components/agents/session/start-dialog").then((module) => module.StartDialog),
  { ssr: false },
);

/** An agent that a session may be started with. */
export type StartableAgent = Pick<
  AgentSummary,
  "agent" | "title" | "description" | "home" | "switchedOff" | "problem"
>;

/** The button that asks for agent, message and mode, and leads to the new session. */
export function StartSession({
  agents,
  agent,
  label = "New session",
  variant = "primary",
  size,
}: {
  /** Absent while they are being read. */
  agents: readonly StartableAgent[] | undefined;
  /** The one that is chosen at the start. */
  agent?: string;
  label?: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
}) {
  const { person } = useShell();
  const [open, setOpen] = useState(false);
  const why = may(person.role, "agent.use")
    ? agents === undefined
      ? "Which agents there are is being read."
      : agents.length === 0
        ? "There is no agent to start yet."
        : undefined
    : `Needs the role ${leastRole("agent.use")} to use agents; you are ${person.role}.`;
  return (
    <>
      <ActionButton
        variant={variant}
        {...(size && { size })}
        disabledWhy={why}
        onPress={() => setOpen(true)}
      >
        <Plus aria-hidden="true" className="size-4" />
        {label}
      </ActionButton>
      {open && agents ? (
        <StartDialog
          agents={agents}
          {...(agent !== undefined && { agent })}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
