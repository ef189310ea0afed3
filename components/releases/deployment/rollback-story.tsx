import type { ReactNode } from "react";
import { Foreign } from "@/components/data/foreign";
import { Panel } from "@/components/data/panel";
import { StatusIcon } from "@/components/data/status-icon";
import { TextLink } from "@/components/data/text-link";
import { RevisionInline } from "@/components/releases/parts/revision-line";
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
              of <RevisionInline revision={story.failed.revision} />{" "}
            </>
          ) : null}
          {failure ? (
            <>
              failed: {failure.event}
              {failure.diagnostics?.scriptName ? (
                <>
                  {" ("}
                  <Foreign text={failure.diagnostics.scriptName} />)
                </>
              ) : null}{" "}
              {failure.exitCode === undefined
                ? "did not succeed"
                : `ended with exit code ${failure.exitCode}`}{" "}
              on <InstanceIds ids={[failure.targetId]} />.
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
            <InstanceIds ids={story.neverReached} />
            ); nothing changed there.
          </Step>
        ) : null}
        {story.rollbackId ? (
          <Step tone={look?.tone ?? "running"}>
            <DeploymentName id={story.rollbackId} hereId={hereId} />{" "}
            {rollback ? (
              <>
                {rollbackVerb(rollback.status)} <RevisionInline revision={rollback.revision} />
                {rollback.status === "Failed" ? ", and failed." : "."}
              </>
            ) : (
              "rolls it back; its details are not read yet."
            )}
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

function rollbackVerb(status: DeploymentStatus): string {
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
          <RevisionInline revision={group.revision} /> on {group.on} of{" "}
          {plural(group.of, "instance")}
        </span>
      ))}
      {story.runningNow.length > 0 && story.between.length > 0 ? "; " : ""}
      {story.between.length > 0 ? (
        <>
          {plural(story.between.length, "instance")} between revisions (
          <InstanceIds ids={story.between} />)
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

const IDS_SHOWN = 4;

/** The first few ids, none of them broken in two. */
function InstanceIds({ ids }: { ids: string[] }) {
  return (
    <span className="font-mono text-meta">
      {ids.slice(0, IDS_SHOWN).map((id, at) => (
        <span key={id}>
          {at > 0 ? ", " : ""}
          <span className="whitespace-nowrap">{id}</span>
        </span>
      ))}
      {ids.length > IDS_SHOWN ? ", …" : ""}
    </span>
  );
}
