"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { useServerAction } from "@/components/data/use-server-action";
import type { Result } from "@/lib/platform/result";

const ReasonDialog = dynamic(
  () => import("@/components/data/reason-dialog").then((module) => module.ReasonDialog),
  { ssr: false },
);

/** A button whose deed needs a reason, with the dialog that asks for it and does the deed. */
export function ReasonAction<I, T extends { message: string }>({
  label,
  variant,
  size,
  disabledWhy,
  action,
  input,
  reads,
  ...dialog
}: {
  label: string;
  variant?: "danger" | "secondary";
  size?: "sm";
  disabledWhy: string | undefined;
  action: (input: I) => Promise<Result<T>>;
  /** What the action is called with, once the reason is known. */
  input: (reason: string) => I;
  reads: Parameters<typeof useServerAction>[0]["reads"];
  title: string;
  consequence: string;
  confirm: string;
  danger?: boolean;
}) {
  const [asked, setAsked] = useState(false);
  const close = () => setAsked(false);
  const { run, pending, problem } = useServerAction({
    action,
    said: ({ message }) => message,
    reads,
    onSettled: close,
  });
  return (
    <>
      <ActionButton
        {...(variant && { variant })}
        {...(size && { size })}
        disabledWhy={disabledWhy}
        onPress={() => setAsked(true)}
      >
        {label}
      </ActionButton>
      {asked ? (
        <ReasonDialog
          {...dialog}
          required
          pending={pending}
          problem={problem}
          disabledWhy={disabledWhy}
          onClose={close}
          onConfirm={(reason) => run(input(reason))}
        />
      ) : null}
    </>
  );
}
