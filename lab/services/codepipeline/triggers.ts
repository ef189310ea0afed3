/** A new source object starts the pipelines that read it; no polling. */
import type { AwsEvent, Lab } from "../../core/contracts.ts";
import type { Engine } from "./engine.ts";
import { startExecution } from "./machine/start-execution.ts";
import type { PipelineRecord } from "./model.ts";

/** The object's bucket and key must be those of an S3 source action. */
export function startOnObjectCreated(lab: Lab, engine: Engine, event: AwsEvent): void {
  if (event.source !== "aws.s3" || event["detail-type"] !== "Object Created") return;
  const bucket = event.detail?.bucket?.name;
  const key = event.detail?.object?.key;
  for (const pipeline of engine.pipelines()) {
    const action = pipeline.declaration.stages[0]?.actions.find(
      (one) =>
        one.actionTypeId.provider === "S3" &&
        one.configuration?.S3Bucket === bucket &&
        one.configuration?.S3ObjectKey === key,
    );
    if (!action) continue;
    start(lab, engine, pipeline, action.configuration?.PollForSourceChanges === "true");
  }
}

/** At the lab's start: an object that is newer than every execution came in while nobody could hear of it. */
export function startOnMissedObjects(lab: Lab, engine: Engine): void {
  for (const pipeline of engine.pipelines()) {
    const source = pipeline.declaration.stages[0]?.actions.find(
      (one) => one.actionTypeId.provider === "S3",
    );
    const { S3Bucket: bucket, S3ObjectKey: key } = source?.configuration ?? {};
    const object = bucket && key ? lab.objects.head(bucket, key) : undefined;
    if (!object) continue;
    const at = object.lastModified.getTime() / 1000;
    const heard = engine.executions(pipeline.name).some((one) => one.startTime >= at);
    if (heard || pipeline.created > at) continue;
    start(lab, engine, pipeline, source?.configuration?.PollForSourceChanges === "true");
  }
}

function start(lab: Lab, engine: Engine, pipeline: PipelineRecord, polled: boolean): void {
  const trigger = polled
    ? { triggerType: "PollForSourceChanges", triggerDetail: pipeline.name }
    : {
        triggerType: "CloudWatchEvent",
        triggerDetail: lab.arn("events", `rule/codepipeline-${pipeline.name}-source`),
      };
  try {
    engine.run(pipeline.name, (m) => startExecution(m, { trigger }));
  } catch (error) {
    lab.log("codepipeline", "A push could not start its pipeline.", {
      pipeline: pipeline.name,
      reason: error instanceof Error ? error.message : String(error),
    });
  }
}
