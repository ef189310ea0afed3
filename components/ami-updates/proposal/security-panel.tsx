import { CitationLinks } from "@/components/ami-updates/proposal/citation-links";
import { Panel } from "@/components/data/panel";
import { StatusBadge } from "@/components/data/status-badge";
import type { SecurityFinding } from "@/lib/ami-updates/model";
import { plainText } from "@/lib/platform/plain-text";
import type { Tone } from "@/lib/platform/status";

const STATUS: Record<SecurityFinding["status"], { tone: Tone; label: string }> = {
  fixed: { tone: "succeeded", label: "Fixed" },
  unfixed: { tone: "failed", label: "Not fixed" },
  mentioned: { tone: "unknown", label: "Mentioned" },
};

/** Every CVE and ALAS that the notes name, and what becomes of it. */
export function SecurityPanel({ findings }: { findings: readonly SecurityFinding[] }) {
  return (
    <Panel
      stacked
      title="Security"
      aside={<span className="text-meta text-muted">Argues for merging when fixed</span>}
    >
      {findings.length === 0 ? (
        <p className="text-muted">
          The notes name no CVE and no ALAS. They seldom do, so that says little.
        </p>
      ) : (
        <ul className="grid">
          {findings.map(({ id, status, severity, citations }) => (
            <li
              key={`${id} ${status}`}
              className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t py-1.5 first:border-t-0"
            >
              <span className="font-mono text-meta">{plainText(id)}</span>
              <StatusBadge {...STATUS[status]} size="sm" />
              <span className="text-meta text-muted">Severity {severity}</span>
              <CitationLinks citations={citations} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
