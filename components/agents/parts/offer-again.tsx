"use client";

import type { ReactNode } from "react";
import { SWITCH_READS } from "@/components/agents/parts/switch-off";
import { ActionButton } from "@/components/data/action-button";
import { useServerAction } from "@/components/data/use-server-action";
import type { Result } from "@/lib/platform/result";

/** A press after which an agent may be used again, and beside it why it could not. */
export function OfferAgain<Input>({
  action: again,
  input,
  disabledWhy,
  problemClass,
  children,
}: {
  action: (input: Input) => Promise<Result<{ message: string }>>;
  input: Input;
  disabledWhy: string | undefined;
  problemClass: string;
  /** What the press says. */
  children: ReactNode;
}) {
  const action = useServerAction({
    action: again,
    said: ({ message }) => message,
    reads: SWITCH_READS,
  });
  return (
    <>
      <ActionButton
        size="sm"
        pending={action.pending}
        disabledWhy={disabledWhy}
        onPress={() => action.run(input)}
      >
        {children}
      </ActionButton>
      {action.problem ? (
        <p role="alert" className={problemClass}>
          {action.problem.message}
        </p>
      ) : null}
    </>
  );
}
