import "server-only";
import { topics } from "@/lib/releases/keys";

/** The parts of an EventBridge event that say what changed. */
interface ReleaseEvent {
  source: string;
  "detail-type": string;
  resources?: string[];
  detail: Record<string, unknown>;
}

/**
 * Which topics an event is about. Pure. Shapes: CodePipeline, CodeBuild, CodeDeploy and CloudWatch
 * user guides, "Monitoring with EventBridge".
 */
export function releaseTopicsOf(event: ReleaseEvent): string[] {
  const text = (name: string): string | undefined => {
    const value = event.detail[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  switch (event.source) {
    case "aws.codepipeline":
      return ofPipeline(text("pipeline"), text("execution-id"));
    case "aws.codebuild":
      return ofBuild(text("build-id"), initiatorOf(event.detail));
    case "aws.codedeploy":
      return ofDeployment(text("deploymentId"), text("application"), text("deploymentGroup"));
    case "aws.cloudwatch":
      return ["inbox", "releases/pipeline/*", "releases/fleet/*"];
    case "aws.autoscaling":
    case "aws.elasticloadbalancing":
      return ["releases/fleet/*"];
    default:
      return [];
  }
}

function ofPipeline(pipeline: string | undefined, execution: string | undefined): string[] {
  if (!pipeline) return [];
  return [
    topics.pipeline(pipeline),
    topics.pipelines(),
    "inbox",
    ...(execution ? [topics.execution(pipeline, execution)] : []),
  ];
}

/** The build's id comes as an ARN: `arn:aws:codebuild:region:account:build/project:uuid`. */
function ofBuild(arn: string | undefined, initiator: string | undefined): string[] {
  const id = arn?.split(":build/").at(-1);
  if (!id) return [];
  const pipeline = initiator?.match(/^codepipeline\/(.+)$/)?.[1];
  return [topics.build(id), topics.buildLog(id), ...(pipeline ? [topics.pipeline(pipeline)] : [])];
}

function initiatorOf(detail: Record<string, unknown>): string | undefined {
  const more = detail["additional-information"];
  const initiator =
    more && typeof more === "object" ? (more as Record<string, unknown>).initiator : undefined;
  return typeof initiator === "string" ? initiator : undefined;
}

/** What an instance runs is seen by every group that shares it, so all fleets of the application look. */
function ofDeployment(
  id: string | undefined,
  application: string | undefined,
  group: string | undefined,
): string[] {
  return [
    ...(id ? [topics.deployment(id)] : []),
    ...(application ? [`releases/fleet/${encodeURIComponent(application)}/*`] : []),
    ...(application && group ? [] : ["releases/fleet/*"]),
  ];
}
