import { TriangleAlert } from "lucide-react";
import { Foreign } from "@/components/data/foreign";
import { StatusIcon } from "@/components/data/status-icon";
import { TextLink } from "@/components/data/text-link";
import { Timestamp } from "@/components/data/timestamp";
import { routes } from "@/lib/platform/routes";
import type { Tone } from "@/lib/platform/status";
import type { Finding } from "@/lib/releases/evidence-findings";

/** A finding's tone as a word for screen readers: shape and colour do not speak. */
const WORD: Partial<Record<Tone, string>> = {
  failed: "Problem",
  waiting: "Caution",
  unknown: "Unknown",
  running: "Running",
  succeeded: "Good",
};

/** The evidence as findings, worst first. */
export function FindingsList({ findings, pipeline }: { findings: Finding[]; pipeline: string }) {
  return (
    <ul className="grid gap-1" aria-label="Evidence">
      {findings.map((finding) => (
        <li key={finding.key} className="flex min-w-0 items-start gap-2">
          {finding.tone === "waiting" ? (
            // A caution: the paused diamond would say that this waits on a person.
            <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-waiting" />
          ) : (
            <StatusIcon tone={finding.tone} className="mt-0.5" />
          )}
          <span className="sr-only">{WORD[finding.tone] ?? "Note"}:</span>
          <span className="min-w-0">
            <Foreign text={finding.text} />
            {finding.at ? (
              <>
                {" "}
                <Timestamp at={finding.at} className="text-muted" />
              </>
            ) : null}
            {finding.link ? (
              <>
                {" "}
                <TextLink
                  href={
                    finding.link.kind === "build"
                      ? routes.build(finding.link.id)
                      : routes.execution(pipeline, finding.link.id)
                  }
                >
                  {finding.link.kind === "build" ? "Open the build" : "Open the execution"}
                </TextLink>
              </>
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  );
}
