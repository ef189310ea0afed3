import { CitationLinks } from "@/components/ami-updates/proposal/citation-links";
import { Panel } from "@/components/data/panel";
import { StatusBadge } from "@/components/data/status-badge";
import type { ReleaseLine } from "@/lib/ami-updates/views";
import { plural } from "@/lib/platform/format";
import { plainText } from "@/lib/platform/plain-text";

/** Every release between the two images, oldest first, with where its notes came from. */
export function ReleasesPanel({ releases }: { releases: readonly ReleaseLine[] }) {
  if (releases.length < 2) return null;
  return (
    <Panel
      stacked
      title="Releases in between"
      aside={<span className="text-meta text-muted">{plural(releases.length, "release")}</span>}
    >
      <ol className="grid gap-1">
        {releases.map(({ release, abandoned, notes, lines }) => (
          <li key={release} className="flex flex-wrap items-center gap-x-4 gap-y-1">
            {notes === "missing" ? (
              <span className="font-mono text-meta">{plainText(release)}</span>
            ) : (
              <CitationLinks
                citations={[{ release, line: 1, quote: "the beginning of its notes" }]}
              />
            )}
            {abandoned ? <StatusBadge tone="failed" label="Abandoned" size="sm" /> : null}
            <span className="text-meta text-muted">
              {notes === "missing"
                ? "No notes"
                : `${plural(lines, "line")} from ${notes === "release" ? "GitHub Releases" : "the changelog"}`}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
