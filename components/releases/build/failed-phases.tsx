import { Foreign } from "@/components/data/foreign";
import { StatusIcon } from "@/components/data/status-icon";
import type { BuildPhase } from "@/lib/releases/model";
import { failedPhases } from "@/lib/releases/phase-bars";
import { phaseName } from "@/lib/releases/progress";

/** Why a build failed, above everything else: the phase and what CodeBuild says of it. */
export function FailedPhases({ phases }: { phases: BuildPhase[] }) {
  const failed = failedPhases(phases);
  if (failed.length === 0) return null;
  return (
    <section
      aria-label="Why it failed"
      className="grid gap-2 rounded-md border border-failed bg-tint-failed px-3 py-2"
    >
      {failed.map((phase) => (
        <div key={phase.type} className="flex min-w-0 gap-2">
          <StatusIcon tone="failed" className="mt-0.5" />
          <div className="min-w-0">
            <h2>{phaseName(phase.type)} failed</h2>
            {phase.contexts.length === 0 ? (
              <p className="text-muted">
                CodeBuild gives no reason; the log below has the last words.
              </p>
            ) : (
              phase.contexts.map((context) => (
                <p key={`${context.code}${context.message}`}>
                  {context.code ? (
                    <span className="font-mono text-meta">{context.code} </span>
                  ) : null}
                  <Foreign text={context.message ?? ""} />
                </p>
              ))
            )}
          </div>
        </div>
      ))}
    </section>
  );
}
