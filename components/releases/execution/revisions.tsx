import { Panel } from "@/components/data/panel";
import { OutsideLink, safeUrl } from "@/components/data/text-link";
import { CommitList } from "@/components/releases/approval/commit-list";
import { RevisionLine } from "@/components/releases/parts/revision-line";
import type { Revision } from "@/lib/releases/model";

/** What an execution carries, one entry per source. */
export function Revisions({ revisions }: { revisions: Revision[] }) {
  return (
    <Panel title={revisions.length > 1 ? "Revisions" : "Revision"}>
      {revisions.length === 0 ? (
        <p className="text-muted">The source has not delivered a revision yet.</p>
      ) : (
        <ul className="grid gap-3">
          {revisions.map((revision) => (
            <li key={revision.source} className="grid gap-1">
              <div className="flex flex-wrap gap-x-2">
                {revisions.length > 1 ? (
                  <span className="text-muted">{revision.source}</span>
                ) : null}
                <RevisionLine revision={revision} />
                {safeUrl(revision.url) ? (
                  <OutsideLink href={revision.url}>Source</OutsideLink>
                ) : null}
              </div>
              {revision.commits.length > 1 ? (
                <CommitList commits={revision.commits} incomplete={false} />
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
