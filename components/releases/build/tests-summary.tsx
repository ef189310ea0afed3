import { StatusBadge } from "@/components/data/status-badge";
import { plural } from "@/lib/platform/format";
import type { BuildView } from "@/lib/releases/model";

/** Tests in one line; no report is said, not passed off as good. */
export function TestsSummary({ tests }: { tests: BuildView["tests"] }) {
  if (!tests) return <span className="text-muted">No test report</span>;
  const label =
    tests.failed > 0
      ? `${tests.failed} of ${plural(tests.total, "test")} failed`
      : `${tests.passed} of ${plural(tests.total, "test")} passed`;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <StatusBadge
        tone={tests.failed > 0 ? "failed" : tests.total === 0 ? "unknown" : "succeeded"}
        label={label}
      />
      {tests.skipped > 0 ? <span className="text-muted">{tests.skipped} skipped</span> : null}
    </span>
  );
}
