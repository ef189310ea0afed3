"use client";

import { LoaderCircle } from "lucide-react";
import { type ReactNode, useId } from "react";
import { Button, type ButtonSize, type ButtonVariant } from "@/components/ui/button";

/**
 * A button that calls the server. Pending: keeps its width, cannot be pressed twice. With
 * `disabledWhy` it stays focusable and says why, in its tip and to assistive technology; where the
 * page shows that sentence already, `whyId` names its element, and nothing is said twice.
 */
export function ActionButton({
  pending = false,
  disabledWhy,
  whyId,
  variant,
  size,
  type = "button",
  onPress,
  className,
  children,
}: {
  pending?: boolean;
  disabledWhy?: string | undefined;
  whyId?: string | undefined;
  variant?: ButtonVariant;
  size?: ButtonSize;
  type?: "button" | "submit";
  onPress?: () => void;
  className?: string;
  children: ReactNode;
}) {
  const id = useId();
  const off = pending || disabledWhy !== undefined;
  return (
    <>
      <Button
        type={type}
        {...(variant ? { variant } : {})}
        {...(size ? { size } : {})}
        className={className}
        aria-disabled={off || undefined}
        aria-busy={pending || undefined}
        aria-describedby={disabledWhy === undefined ? undefined : (whyId ?? id)}
        data-tip={whyId ? undefined : disabledWhy}
        onClick={(event) => {
          if (off) event.preventDefault();
          else onPress?.();
        }}
      >
        <span className={pending ? "inline-flex items-center gap-1.5 opacity-0" : "contents"}>
          {children}
        </span>
        {pending ? (
          <span className="absolute inset-0 grid place-items-center">
            <LoaderCircle aria-hidden="true" className="size-4 animate-turn" />
          </span>
        ) : null}
      </Button>
      {disabledWhy === undefined || whyId ? null : (
        <span id={id} hidden>
          {disabledWhy}
        </span>
      )}
    </>
  );
}
