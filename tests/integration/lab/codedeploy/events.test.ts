import {
  BatchGetDeploymentTargetsCommand,
  ListDeploymentTargetsCommand,
} from "@aws-sdk/client-codedeploy";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { waitFor } from "../../../fixtures/wait-for.ts";
import { aDeployer } from "./a-deployer.ts";
import { aHookedRevision } from "./a-hooked-revision.ts";

interface Heard {
  source: string;
  "detail-type": string;
  resources: string[];
  detail: Record<string, string>;
}

let lab: LabUnderTest;
beforeAll(async () => {
  lab = await startLab({ env: { ...process.env, LAB_PACE: "fast" } });
});
afterAll(() => lab?.stop());

/** Takes messages off the queue until `enough`. */
async function listen(enough: (heard: Heard[]) => boolean): Promise<Heard[]> {
  const sqs = new SQSClient({
    endpoint: lab.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const QueueUrl = `${lab.endpoint}/000000000000/switchyard-events`;
  const heard: Heard[] = [];
  await waitFor(
    "the events",
    async () => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
      );
      for (const { Body = "{}", ReceiptHandle } of Messages) {
        heard.push(JSON.parse(Body));
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      return enough(heard);
    },
    30_000,
  );
  return heard.filter((each) => each.source === "aws.codedeploy");
}

it("tells the life of a deployment and of each of its instances on the queue", async () => {
  const deployer = aDeployer(lab);
  const id = await deployer.deploy(await aHookedRevision({}));
  const isEnd = (each: Heard) =>
    each["detail-type"] === "CodeDeploy Deployment State-change Notification" &&
    each.detail.state === "SUCCESS";
  const heard = await listen((all) => all.some(isEnd));

  const deployment = heard.filter((each) =>
    each["detail-type"].startsWith("CodeDeploy Deployment"),
  );
  expect(deployment.map((each) => each.detail.state).sort()).toEqual(["START", "SUCCESS"]);
  expect(deployment[0]).toMatchObject({
    resources: [
      "arn:aws:codedeploy:us-east-1:000000000000:deploymentgroup:lab-app/in-place",
      "arn:aws:codedeploy:us-east-1:000000000000:application:lab-app",
    ],
    detail: {
      region: "us-east-1",
      deploymentId: id,
      application: "lab-app",
      deploymentGroup: "in-place",
    },
  });
  for (const { targetId } of await deployer.targets(id)) {
    const own = heard.filter((each) => each.detail.instanceId === targetId);
    const steps = own.filter((each) => each.detail.lifecycleEvent);
    // 13 events, each begun and ended; and the instance itself, begun and ended.
    expect(steps).toHaveLength(26);
    expect(own.length - steps.length).toBe(2);
    expect(own[0]?.resources[0]).toBe(`arn:aws:ec2:us-east-1:000000000000:instance/${targetId}`);
  }
});

it("makes labelled bulk data of 500 instances that reads in pages", async () => {
  const answer = await fetch(`${lab.endpoint}/_lab/bulk`, {
    method: "POST",
    body: JSON.stringify({ deploymentInstances: 500 }),
  });
  const { deploymentId } = await answer.json();
  expect(deploymentId).toMatch(/^d-BULK/);
  const deployer = aDeployer(lab);
  expect(await deployer.get(deploymentId)).toMatchObject({
    applicationName: "bulk-sample",
    description: "Sample data: 500 simulated instances",
    deploymentOverview: { Succeeded: 490, Failed: 10 },
  });
  const ids: string[] = [];
  let nextToken: string | undefined;
  let pages = 0;
  do {
    const page = await deployer.codedeploy.send(
      new ListDeploymentTargetsCommand({ deploymentId, nextToken }),
    );
    ids.push(...(page.targetIds ?? []));
    nextToken = page.nextToken;
    pages++;
  } while (nextToken);
  expect(pages).toBe(5);
  expect(new Set(ids).size).toBe(500);
  const tooMany = new BatchGetDeploymentTargetsCommand({
    deploymentId,
    targetIds: ids.slice(0, 26),
  });
  await expect(deployer.codedeploy.send(tooMany)).rejects.toMatchObject({
    name: "DeploymentTargetListSizeExceededException",
  });
});
