import { ScrollArea } from "@/components/data/scroll-area";
import { cn } from "@/components/ui/cn";
import { plainText } from "@/lib/platform/plain-text";

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
    <ScrollArea
      label={label}
      className={cn(
        "max-h-72 overflow-auto rounded-md bg-raised p-2 wrap-anywhere whitespace-pre-wrap",
        className,
      )}
    >
      <bdi>{plainText(text)}</bdi>
    </ScrollArea>
  );
}
