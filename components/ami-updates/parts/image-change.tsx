import { ArrowRight } from "lucide-react";
import { ImageLine } from "@/components/ami-updates/parts/image-line";
import type { NodeImage } from "@/lib/ami-updates/model";

/** From one image to another; the arrow stays with what it points to when the line wraps. */
export function ImageChange({
  from,
  to,
  ageOf = "to",
}: {
  from: NodeImage | undefined;
  to: NodeImage | undefined;
  /** Whose age matters here. */
  ageOf?: "from" | "to";
}) {
  return (
    <>
      <ImageLine image={from} age={ageOf === "from"} />
      {to ? (
        <span className="inline-flex min-w-0 items-center gap-x-2">
          <ArrowRight role="img" aria-label="to" className="size-3.5 shrink-0 text-muted" />
          <ImageLine image={to} age={ageOf === "to"} />
        </span>
      ) : null}
    </>
  );
}
