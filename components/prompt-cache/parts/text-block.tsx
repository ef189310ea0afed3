import { cn } from "@/components/ui/cn";
import { plainText } from "@/lib/platform/plain-text";

const LOOK = "max-h-72 overflow-auto rounded-md bg-raised p-2 wrap-anywhere whitespace-pre-wrap";

/** Text from outside, whole: isolated, its line breaks kept; a long one scrolls in an area of its own. */
export function TextBlock({
  text,
  label,
  className,
}: {
  text: string;
  label: string;
  className?: string;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard
    <section tabIndex={0} aria-label={label} className={cn(LOOK, className)}>
      <bdi>{plainText(text)}</bdi>
    </section>
  );
}
