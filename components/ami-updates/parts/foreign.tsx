import { cn } from "@/components/ui/cn";
import { plainText } from "@/lib/platform/plain-text";

/** Text from outside (notes, a model, GitHub, a cluster): isolated, without characters that reorder it. */
export function Foreign({ text, className }: { text: string; className?: string }) {
  return <bdi className={cn("wrap-anywhere", className)}>{plainText(text)}</bdi>;
}
