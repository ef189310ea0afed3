import { Foreign } from "@/components/releases/parts/foreign";
import { cn } from "@/components/ui/cn";
import { middleTruncate } from "@/lib/platform/format";
import type { Revision } from "@/lib/releases/model";
import { revisionId, revisionSubject } from "@/lib/releases/revision-text";

/** A revision in one line or two: subject, short id, author. */
export function RevisionLine({
  revision,
  truncate = false,
  className,
}: {
  revision: Revision | undefined;
  truncate?: boolean;
  className?: string;
}) {
  if (!revision) return <span className="text-muted">Unknown revision</span>;
  const id = revisionId(revision);
  const subject = revisionSubject(revision);
  const author = revision.commit?.author;
  return (
    <span className={cn("block min-w-0", truncate && "truncate", className)}>
      {subject === id ? null : (
        <>
          <Foreign text={subject} className={truncate ? "wrap-normal" : undefined} />{" "}
        </>
      )}
      <span
        className="font-mono text-meta text-muted wrap-anywhere"
        title={revision.commit?.id ?? revision.id}
      >
        {middleTruncate(id, 13)}
      </span>
      {author ? (
        <span className="text-muted">
          {" · "}
          <Foreign text={author} />
        </span>
      ) : null}
    </span>
  );
}
