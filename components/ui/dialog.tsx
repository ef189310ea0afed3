"use client";

import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

/**
 * A modal dialog on the native `<dialog>`: the browser traps focus, makes the rest inert, closes
 * on Escape and gives focus back. Focus begins at `[data-autofocus]`, else at the first control.
 * `placement` "end" is a drawer at the right edge, "start" left.
 */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  hideTitle = false,
  placement = "center",
  className,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  hideTitle?: boolean;
  placement?: "center" | "top" | "start" | "end";
  className?: string;
  children: ReactNode;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  const pressedOn = useRef<EventTarget | null>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (!open || !dialog) return;
    const before = document.activeElement;
    dialog.showModal();
    dialog.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    return () => {
      dialog.close();
      // The browser gives focus back only where it closed the dialog itself.
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, [open]);
  if (!open) return null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the keyboard's way, and native
    <dialog
      ref={ref}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-about` : undefined}
      onClose={(event) => {
        // Said late; by then it may have been opened again.
        if (!event.currentTarget.open) onOpenChange(false);
      }}
      onPointerDown={(event) => {
        pressedOn.current = event.target;
      }}
      onClick={(event) => {
        // Text selected beyond the edge ends as a click on the backdrop: that is not meant to close.
        if (event.target === event.currentTarget && pressedOn.current === event.currentTarget)
          onOpenChange(false);
      }}
      className={cn(
        "max-h-[calc(100dvh-2rem)] w-full max-w-[min(32rem,calc(100vw-2rem))] overflow-auto rounded-md border border-line bg-page p-0 text-ink",
        placement === "center" && "m-auto",
        placement === "top" && "mx-auto mt-[12vh] mb-auto",
        placement === "end" && "mr-0 ml-auto h-dvh max-h-dvh max-w-[min(26rem,100vw)] rounded-none",
        placement === "start" &&
          "mr-auto ml-0 h-dvh max-h-dvh max-w-[min(18rem,85vw)] rounded-none",
        className,
      )}
    >
      <div className={cn("grid gap-1 p-4 pr-12 pb-0", hideTitle && "sr-only")}>
        <h2 id={`${id}-title`} className="text-[15px] leading-6">
          {title}
        </h2>
        {description ? (
          <div id={`${id}-about`} className="text-muted">
            {description}
          </div>
        ) : null}
      </div>
      <div className={hideTitle ? undefined : "p-4"}>{children}</div>
      {/* Last in the order of focus: a dialog begins at what it asks. */}
      {hideTitle ? null : (
        <Button
          variant="ghost"
          size="icon"
          aria-label="Close"
          onClick={() => onOpenChange(false)}
          className="absolute top-3 right-3 pointer-coarse:top-1.5 pointer-coarse:right-1.5"
        >
          <X className="size-4" aria-hidden="true" />
        </Button>
      )}
    </dialog>
  );
}

/** The buttons at a dialog's foot; on a phone they fill the width. */
export function DialogFooter({ children }: { children: ReactNode }) {
  return <div className="mt-4 flex flex-wrap justify-end gap-2 max-sm:*:flex-1">{children}</div>;
}
