import type { ComponentProps } from "react";

/** A named area that scrolls by itself; in the tab order, so that the keyboard can scroll it too. */
export function ScrollArea({ label, ...rest }: { label: string } & ComponentProps<"section">) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard
    <section tabIndex={0} aria-label={label} {...rest} />
  );
}
