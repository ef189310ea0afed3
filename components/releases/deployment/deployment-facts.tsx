import { Fact, Facts } from "@/components/data/facts";
import { Foreign } from "@/components/data/foreign";
import { TextLink } from "@/components/data/text-link";
import { Duration, Timestamp } from "@/components/data/timestamp";
import { ExecutionLink } from "@/components/releases/parts/execution-link";
import { RevisionLine } from "@/components/releases/parts/revision-line";
import { routes } from "@/lib/platform/routes";
import { creatorText } from "@/lib/releases/creator-text";
import type { DeploymentView } from "@/lib/releases/model";
import { isInFlight } from "@/lib/releases/status";

/** Revision, where it goes, how, by whom, when. */
export function DeploymentFacts({ view }: { view: DeploymentView }) {
  const from = view.startedAt ?? view.createdAt;
  return (
    <div className="grid gap-2">
      <Facts>
        <Fact name="Revision">
          <RevisionLine revision={view.revision} />
        </Fact>
        {view.previousRevision ? (
          <Fact name="Before">
            <RevisionLine revision={view.previousRevision} />
          </Fact>
        ) : null}
      </Facts>
      <Facts>
        <Fact name="Deploys to">
          <TextLink href={routes.fleet(view.application, view.deploymentGroup)}>
            {view.application} / {view.deploymentGroup}
          </TextLink>
        </Fact>
        <Fact name="Kind">
          {view.type === "BLUE_GREEN" ? "Blue/green" : "In place"} ·{" "}
          {view.config.replace(/^CodeDeployDefault\./, "")}
        </Fact>
        <Fact name="Started by">
          {view.creator === "user" && view.pipeline ? "Its pipeline" : creatorText(view.creator)}
        </Fact>
        {view.pipeline ? (
          <Fact name="Pipeline">
            <TextLink href={routes.pipeline(view.pipeline.name)}>{view.pipeline.name}</TextLink>{" "}
            {view.pipeline.executionId ? (
              <ExecutionLink pipeline={view.pipeline.name} id={view.pipeline.executionId} />
            ) : null}
          </Fact>
        ) : null}
        <Fact name="Started">
          <Timestamp at={from} />
        </Fact>
        <Fact name="Duration">
          {isInFlight(view.status) ? (
            <Duration from={from} />
          ) : view.completedAt ? (
            <Duration from={from} to={view.completedAt} />
          ) : (
            "–"
          )}
        </Fact>
        {view.description && !view.pipeline ? (
          <Fact name="Description">
            <Foreign text={view.description} />
          </Fact>
        ) : null}
      </Facts>
    </div>
  );
}
