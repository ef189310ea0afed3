import type { Lab } from "../core/contracts.ts";

/** The sources whose state changes the console listens to. */
const PATTERN = {
  source: ["aws.codepipeline", "aws.codebuild", "aws.codedeploy", "aws.cloudwatch"],
};

/** What every part of the lab stands on: buckets, the queue of events and its rule, the topic for approvals. */
export default async function seedFoundation(lab: Lab): Promise<void> {
  lab.objects.ensureBucket("code-build-source-lab", { versioned: true });
  lab.objects.ensureBucket("code-build-artifacts-lab", { versioned: true });

  const attributes = { MessageRetentionPeriod: "3600", VisibilityTimeout: "30" };
  await lab.call("sqs", "CreateQueue", { QueueName: "switchyard-events", Attributes: attributes });
  const Rule = "switchyard-releases";
  await lab.call("events", "PutRule", {
    Name: Rule,
    Description: "State changes of pipelines, builds, deployments and alarms, for the console.",
    EventPattern: JSON.stringify(PATTERN),
  });
  await lab.call("events", "PutTargets", {
    Rule,
    Targets: [{ Id: "queue", Arn: lab.arn("sqs", "switchyard-events") }],
  });

  const { TopicArn } = await lab.call("sns", "CreateTopic", { Name: "lab-app-approvals" });
  await lab.call("sns", "Subscribe", {
    TopicArn,
    Protocol: "email",
    Endpoint: "approvers@example.com",
  });
  await notifyOfEnds(lab);
}

/** Tells the team by mail (the outbox) how each execution of a pipeline ended. */
async function notifyOfEnds(lab: Lab): Promise<void> {
  const { TopicArn } = await lab.call("sns", "CreateTopic", { Name: "lab-app-releases" });
  await lab.call("sns", "Subscribe", {
    TopicArn,
    Protocol: "email",
    Endpoint: "releases@example.com",
  });
  const Rule = "lab-app-release-ended";
  await lab.call("events", "PutRule", {
    Name: Rule,
    Description: "A pipeline's execution succeeded or failed.",
    EventPattern: JSON.stringify({
      source: ["aws.codepipeline"],
      "detail-type": ["CodePipeline Pipeline Execution State Change"],
      detail: { state: ["SUCCEEDED", "FAILED"] },
    }),
  });
  await lab.call("events", "PutTargets", {
    Rule,
    Targets: [{ Id: "releases", Arn: TopicArn }],
  });
}
