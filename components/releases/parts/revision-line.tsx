import { Foreign } from "@/components/data/foreign";
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
  // Without a commit the id is the source's own (an S3 version): beside a subject it only takes room.
  const idShown = !truncate || subject === id || revision.commit !== undefined;
  return (
    <span className={cn("block min-w-0", truncate && "truncate", className)}>
      {subject === id ? null : (
        <>
          <Foreign text={subject} className={truncate ? "wrap-normal" : undefined} />{" "}
        </>
      )}
      {idShown ? (
        <span
          className="font-mono text-meta text-muted wrap-anywhere"
          title={revision.commit?.id ?? revision.id}
        >
          {middleTruncate(id, 13)}
        </span>
      ) : null}
      {author ? (
        <span className="text-muted">
          {" · "}
          <Foreign text={author} />
        </span>
      ) : null}
    </span>
  );
}

/** A revision inside a sentence: its subject in quotes and its short id; who wrote it stands elsewhere. */
export function RevisionInline({ revision }: { revision: Revision | undefined }) {
  if (!revision) return <span className="text-muted">an unknown revision</span>;
  const id = revisionId(revision);
  const subject = revisionSubject(revision);
  return (
    <>
      {subject === id ? null : (
        <>
          “<Foreign text={subject} />”{" "}
        </>
      )}
      <span className="font-mono text-meta text-muted" title={revision.commit?.id ?? revision.id}>
        {middleTruncate(id, 13)}
      </span>
    </>
  );
}
