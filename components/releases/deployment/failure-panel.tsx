import { CopyableId } from "@/components/data/copyable-id";
import { Foreign } from "@/components/data/foreign";
import { Timestamp } from "@/components/data/timestamp";
import { plainText } from "@/lib/platform/plain-text";
import type { ScriptFailure } from "@/lib/releases/story";

const WHAT: Record<string, string> = {
  ScriptMissing: "the script is missing from the bundle",
  ScriptNotExecutable: "the script is not executable",
  ScriptTimedOut: "the script did not end in time",
  ScriptFailed: "the script failed",
  UnknownError: "no script failed; the agent itself could not go on",
  Success: "the script succeeded, the event did not",
};

/** The agent's standing sentence: script and exit code, both already told. */
const SAYS_NO_MORE = /^Script at specified location: \S+ failed with exit code -?\d+$/;

const SHOWN = 3;

/** Which script failed where, with its exit code and its last words. Other instances that failed alike are counted. */
export function FailurePanel({ failures }: { failures: ScriptFailure[] }) {
  if (failures.length === 0) return null;
  return (
    <section
      aria-label="What failed"
      className="grid gap-3 rounded-md border border-failed bg-tint-failed p-3"
    >
      {failures.slice(0, SHOWN).map((failure) => (
        <Failure key={`${failure.targetId}/${failure.event}`} failure={failure} />
      ))}
      {failures.length > SHOWN ? (
        <p>{failures.length - SHOWN} more events failed; they are marked in the grid.</p>
      ) : null}
    </section>
  );
}

function Failure({ failure }: { failure: ScriptFailure }) {
  const { diagnostics } = failure;
  return (
    <article className="grid min-w-0 gap-1">
      <h2 className="flex flex-wrap items-center gap-x-2">
        {failure.event} failed
        {failure.exitCode === undefined ? "" : ` with exit code ${failure.exitCode}`} on
        <CopyableId value={failure.targetId} max={19} label="instance id" />
      </h2>
      <p>
        {diagnostics?.scriptName ? (
          <span className="font-mono text-meta">
            <Foreign text={diagnostics.scriptName} />:{" "}
          </span>
        ) : null}
        {diagnostics
          ? (WHAT[diagnostics.errorCode] ?? diagnostics.errorCode)
          : "CodeDeploy gives no diagnostics"}
        {failure.endedAt ? (
          <span className="text-muted">
            {" · "}
            <Timestamp at={failure.endedAt} />
          </span>
        ) : null}
      </p>
      {diagnostics?.message && !SAYS_NO_MORE.test(diagnostics.message) ? (
        <p className="text-muted">
          <Foreign text={diagnostics.message} />
        </p>
      ) : null}
      {diagnostics?.logTail ? (
        <figure className="min-w-0">
          <figcaption className="text-meta text-muted">The end of its output</figcaption>
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard
            tabIndex={0}
            // Reversed, it opens scrolled to its end: the last words are what matters.
            className="flex max-h-72 flex-col-reverse overflow-auto rounded-md border bg-page font-mono text-meta"
          >
            <code className="block p-2 whitespace-pre-wrap wrap-anywhere [unicode-bidi:isolate]">
              {plainText(diagnostics.logTail)}
            </code>
          </pre>
        </figure>
      ) : null}
    </article>
  );
}
