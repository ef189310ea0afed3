import type { ReactNode } from "react";
import { StatusIcon } from "@/components/data/status-icon";
import { Foreign } from "@/components/releases/parts/foreign";
import { Panel } from "@/components/releases/parts/panel";
import { RevisionLine } from "@/components/releases/parts/revision-line";
import { TextLink } from "@/components/releases/parts/text-link";
import { plural } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";
import type { Tone } from "@/lib/platform/status";
import type { DeploymentStatus } from "@/lib/releases/model";
import { deploymentLook, isInFlight } from "@/lib/releases/status";
import type { RollbackStory as Story } from "@/lib/releases/story";

/** Failed deployment → what it never reached → its rollback → what runs now; told the same from both ends. */
export function RollbackStory({ story, hereId }: { story: Story; hereId: string }) {
  const failure = story.failures[0];
  const rollback = story.rollback;
  const look = rollback ? deploymentLook(rollback) : undefined;
  return (
    <Panel title={story.rollbackId ? "What happened: a rollback" : "What happened"}>
      <ol className="grid gap-2">
        <Step tone="failed">
          <DeploymentName id={story.failedId} hereId={hereId} />{" "}
          {story.failed?.revision ? (
            <>
              of <RevisionLine revision={story.failed.revision} className="inline" />{" "}
            </>
          ) : null}
          {failure ? (
            <>
              failed: <Foreign text={failure.diagnostics?.scriptName ?? failure.event} /> (
              {failure.event}) on <span className="font-mono text-meta">{failure.targetId}</span>
              {failure.exitCode !== undefined ? ` ended with exit code ${failure.exitCode}` : ""}.
            </>
          ) : story.failed ? (
            <>
              ended without success
              {story.failed.error?.message ? (
                <>
                  : <Foreign text={story.failed.error.message} />
                </>
              ) : (
                "."
              )}
            </>
          ) : (
            "failed; its details are not read yet."
          )}
        </Step>
        {story.neverReached.length > 0 ? (
          <Step tone="skipped">
            Never reached: {plural(story.neverReached.length, "instance")} (
            <span className="font-mono text-meta wrap-anywhere">
              {story.neverReached.slice(0, 4).join(", ")}
              {story.neverReached.length > 4 ? ", …" : ""}
            </span>
            ); nothing changed there.
          </Step>
        ) : null}
        {story.rollbackId ? (
          <Step tone={look?.tone ?? "unknown"}>
            <DeploymentName id={story.rollbackId} hereId={hereId} />{" "}
            {rollbackVerb(rollback?.status)}{" "}
            <RevisionLine revision={rollback?.revision} className="inline" />
            {rollback?.status === "Failed" ? ", and failed." : "."}
          </Step>
        ) : (
          <Step tone="unknown">
            No rollback is known.
            {story.message ? (
              <>
                {" "}
                <Foreign text={story.message} />
              </>
            ) : null}
          </Step>
        )}
        <NowRuns story={story} />
      </ol>
    </Panel>
  );
}

function rollbackVerb(status: DeploymentStatus | undefined): string {
  if (status === undefined) return "rolls back to";
  if (isInFlight(status)) return "is rolling back to";
  return status === "Succeeded" ? "rolled back to" : "tried to roll back to";
}

function NowRuns({ story }: { story: Story }) {
  if (story.runningNow.length === 0 && story.between.length === 0) {
    return <Step tone="unknown">What the instances run now is not read yet.</Step>;
  }
  const settled =
    story.between.length === 0 &&
    story.runningNow.length === 1 &&
    story.runningNow[0]?.revision !== undefined;
  return (
    <Step tone={settled ? "succeeded" : "running"}>
      Running now:{" "}
      {story.runningNow.map((group, index) => (
        <span key={group.revision?.id ?? "unknown"}>
          {index > 0 ? "; " : ""}
          <RevisionLine revision={group.revision} className="inline" /> on {group.on} of{" "}
          {plural(group.of, "instance")}
        </span>
      ))}
      {story.runningNow.length > 0 && story.between.length > 0 ? "; " : ""}
      {story.between.length > 0 ? (
        <>
          {plural(story.between.length, "instance")} between revisions (
          <span className="font-mono text-meta wrap-anywhere">
            {story.between.slice(0, 4).join(", ")}
          </span>
          )
        </>
      ) : null}
      .
    </Step>
  );
}

function Step({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <li className="flex min-w-0 items-start gap-2">
      <StatusIcon tone={tone} className="mt-0.5" />
      <div className="min-w-0 wrap-anywhere">{children}</div>
    </li>
  );
}

function DeploymentName({ id, hereId }: { id: string; hereId: string }) {
  if (id === hereId) return <span>This deployment</span>;
  return <TextLink href={routes.deployment(id)}>{id}</TextLink>;
}
