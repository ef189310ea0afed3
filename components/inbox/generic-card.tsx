import Link from "next/link";
import type { InboxCardProps } from "@/components/data/inbox-card";
import { Timestamp } from "@/components/data/timestamp";
import { buttonClass } from "@/components/ui/button";
import { plainText } from "@/lib/platform/plain-text";

/** An item whose kind has no card: what every item says, and the way to its full view. */
export function GenericCard({ item, gone, decided }: InboxCardProps) {
  return (
    <article className="grid gap-2 rounded-md border border-line-strong p-3">
      <h2 className="text-[15px] leading-6 wrap-anywhere">
        <bdi>{plainText(item.title)}</bdi>
      </h2>
      <p className="text-muted wrap-anywhere">
        <bdi>{item.place}</bdi>
        {item.deadline ? (
          <>
            {" · "}times out <Timestamp at={item.deadline} />
          </>
        ) : null}
      </p>
      {gone ? (
        <p role="status">
          {decided ?? "This no longer waits: it was decided elsewhere or timed out."}
        </p>
      ) : null}
      <Link href={item.href} className={buttonClass({ variant: "primary", size: "lg" })}>
        Open to decide
      </Link>
    </article>
  );
}
