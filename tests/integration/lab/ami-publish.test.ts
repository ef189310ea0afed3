import { DescribeImagesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import {
  GetParameterCommand,
  GetParametersCommand,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ImageRelease } from "../../../lab/images/model.ts";
import { type LabUnderTest, startLab } from "../../fixtures/start-lab.ts";
import { connection, run } from "./core/clients.ts";

let lab: LabUnderTest;
let ssm: SSMClient;
let ec2: EC2Client;
beforeAll(async () => {
  lab = await startLab();
  ssm = new SSMClient(connection(lab));
  ec2 = new EC2Client(connection(lab));
});
afterAll(() => lab?.stop());

const FOLDER = "/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/standard";
const read = async (name: string) =>
  (await ssm.send(new GetParameterCommand({ Name: name }))).Parameter?.Value ?? "";
const publish = (...args: string[]) =>
  run(process.execPath, ["lab/main.ts", "ami", "publish", ...args], {
    env: { ...process.env, LAB_PORT: String(lab.port) },
  });
const releases = async () => {
  const answer = await fetch(`${lab.endpoint}/_lab/ami/releases`);
  return ((await answer.json()) as { releases: ImageRelease[] }).releases;
};

describe("a new lab", () => {
  it("has three releases, recommends the newest and keeps the others under their names", async () => {
    const known = await releases();
    expect(known).toHaveLength(3);
    const [oldest, , newest] = known as [ImageRelease, ImageRelease, ImageRelease];
    expect(oldest.release < newest.release).toBe(true);
    expect(await read(`${FOLDER}/recommended/image_id`)).toBe(
      newest.kubernetes["1.34"]?.images["x86_64/standard"],
    );
    expect(await read(`${FOLDER}/recommended/release_version`)).toBe(
      `${newest.kubernetes["1.34"]?.kubelet}-${newest.release.slice(1)}`,
    );
    const name = `amazon-eks-node-al2023-x86_64-standard-1.34-${oldest.release}`;
    expect(await read(`${FOLDER}/${name}/image_id`)).toBe(
      oldest.kubernetes["1.34"]?.images["x86_64/standard"],
    );
  });

  it("has every variant and architecture that there is, and no other", async () => {
    const folder = (minor: string, rest: string) =>
      `/aws/service/eks/optimized-ami/${minor}/amazon-linux-2023/${rest}/recommended/image_id`;
    const Names = [
      folder("1.33", "arm64/standard"),
      folder("1.35", "x86_64/neuron"),
      folder("1.35", "arm64/nvidia"),
      folder("1.35", "arm64/neuron"),
    ];
    const answer = await ssm.send(new GetParametersCommand({ Names }));
    expect(answer.Parameters?.map((each) => each.Name).sort()).toEqual(Names.slice(0, 3).sort());
    expect(answer.InvalidParameters).toEqual(Names.slice(3));
  });

  it("describes images by id and by name", async () => {
    const id = await read(`${FOLDER}/recommended/image_id`);
    const [image] = (await ec2.send(new DescribeImagesCommand({ ImageIds: [id] }))).Images ?? [];
    expect(image).toMatchObject({ ImageId: id, Architecture: "x86_64", State: "available" });
    expect(image?.Name).toMatch(/^amazon-eks-node-al2023-x86_64-standard-1\.34-v\d{8}$/);
    const named = await ec2.send(
      new DescribeImagesCommand({
        Owners: ["amazon"],
        Filters: [{ Name: "name", Values: ["amazon-eks-node-al2023-arm64-standard-1.35-*"] }],
      }),
    );
    expect(named.Images).toHaveLength(3);
  });

  it("refuses an image that is not there, as EC2 does", async () => {
    const ask = new DescribeImagesCommand({ ImageIds: ["ami-0123456789abcdef0"] });
    await expect(ec2.send(ask)).rejects.toMatchObject({ name: "InvalidAMIID.NotFound" });
  });

  it("lets nobody write AWS's own parameters", async () => {
    const put = new PutParameterCommand({
      Name: `${FOLDER}/recommended/image_id`,
      Value: "ami-0",
      Overwrite: true,
    });
    await expect(ssm.send(put)).rejects.toMatchObject({ name: "AccessDeniedException" });
  });
});

describe("ami publish", () => {
  it("brings a release of the next day, and an event when it can be read", async () => {
    const sqs = new SQSClient(connection(lab));
    const events = new EventBridgeClient(connection(lab));
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "images" }));
    const EventPattern = JSON.stringify({
      source: ["aws.ssm"],
      detail: { name: [`${FOLDER}/recommended/image_id`] },
    });
    await events.send(new PutRuleCommand({ Name: "images", EventPattern }));
    const Arn = "arn:aws:sqs:us-east-1:000000000000:images";
    await events.send(new PutTargetsCommand({ Rule: "images", Targets: [{ Id: "1", Arn }] }));
    const before = (await releases()).at(-1) as ImageRelease;

    const { code, stdout, stderr } = await publish("containerd-major");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const after = (await releases()).at(-1) as ImageRelease;
    expect(stdout).toContain(`Published ${after.release}, after ${before.release}:`);
    expect(after.release > before.release).toBe(true);
    expect(before.kubernetes["1.34"]?.packages.containerd).toMatch(/^1\.7\./);
    expect(after.kubernetes["1.34"]?.packages.containerd).toMatch(/^2\.1\./);
    expect(await read(`${FOLDER}/recommended/image_id`)).toBe(
      after.kubernetes["1.34"]?.images["x86_64/standard"],
    );
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }),
    );
    expect(JSON.parse(Messages?.[0]?.Body ?? "{}")).toMatchObject({
      "detail-type": "Parameter Store Change",
      detail: { operation: "Update", name: `${FOLDER}/recommended/image_id` },
    });
  });

  it("leaves minors that were not asked for as they are", async () => {
    const other = FOLDER.replace("1.34", "1.35");
    const before = [
      await read(`${FOLDER}/recommended/image_id`),
      await read(`${other}/recommended/image_id`),
    ];
    expect((await publish("routine", "--kubernetes", "1.34")).code).toBe(0);
    expect(await read(`${FOLDER}/recommended/image_id`)).not.toBe(before[0]);
    expect(await read(`${other}/recommended/image_id`)).toBe(before[1]);
  });

  it("says in one sentence what it does not know", async () => {
    expect((await publish("nonsense")).stderr.trim()).toBe(
      'ami publish takes one of the kinds routine, empty-notes, containerd-major, abandoned, cve-fix, hostile, not "nonsense".',
    );
    expect((await publish("routine", "--kubernetes", "1.20")).stderr.trim()).toBe(
      'There are no images for Kubernetes "1.20"; there are 1.33, 1.34, 1.35.',
    );
  });
});
