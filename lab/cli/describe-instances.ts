import {
  AutoScalingClient,
  DescribeAutoScalingInstancesCommand,
} from "@aws-sdk/client-auto-scaling";
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { callLab } from "./call-lab.ts";
import type { FoundLab } from "./find-lab.ts";

interface Revision {
  revisionType: string;
  s3Location?: { bucket?: string; key?: string; version?: string; eTag?: string };
}

/** Instances with group, health and the revision of their last successful deployment, as lines of text. */
export async function describeInstances(lab: FoundLab): Promise<string[]> {
  const connection = {
    endpoint: lab.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "lab", secretAccessKey: "lab" },
  };
  const balancing = new ElasticLoadBalancingV2Client(connection);
  const scaling = new AutoScalingClient(connection);
  const { AutoScalingInstances = [] } = await scaling.send(
    new DescribeAutoScalingInstancesCommand({}),
  );
  const health = await healthOfTargets(balancing);
  const revisions = await revisionsByInstance(lab);
  const addresses = await addressesOf(lab);
  const { LoadBalancers = [] } = await balancing.send(new DescribeLoadBalancersCommand({}));

  const lines = LoadBalancers.map(
    (one) => `Load balancer ${one.LoadBalancerName} (${one.State?.Code}) at ${lab.loadBalancer}`,
  );
  lines.push("Instances");
  for (const one of AutoScalingInstances) {
    const id = one.InstanceId ?? "";
    const target = health.get(id) ?? "not behind the load balancer";
    const version = await versionAt(addresses.get(id));
    const revision = revisions.get(id) ?? "no revision";
    lines.push(
      `  ${id}  ${one.AutoScalingGroupName}  ${one.LifecycleState}  ${target}  ${[version, revision].filter(Boolean).join("  ")}`,
    );
  }
  if (AutoScalingInstances.length === 0) lines.push("  none");
  return lines;
}

async function healthOfTargets(client: ElasticLoadBalancingV2Client): Promise<Map<string, string>> {
  const health = new Map<string, string>();
  const { TargetGroups = [] } = await client.send(new DescribeTargetGroupsCommand({}));
  for (const { TargetGroupArn } of TargetGroups) {
    const answer = await client.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
    for (const { Target, TargetHealth } of answer.TargetHealthDescriptions ?? []) {
      health.set(Target?.Id ?? "", TargetHealth?.State ?? "unknown");
    }
  }
  return health;
}

/** What the application on an instance says of itself, when it answers. */
async function versionAt(address: string | undefined): Promise<string> {
  if (!address) return "";
  const signal = AbortSignal.timeout(1_000);
  const response = await fetch(`http://${address}:8080/api/instance`, { signal }).catch(
    () => undefined,
  );
  const said = (await response?.json().catch(() => undefined)) as { version?: string } | undefined;
  return said?.version ? `v${said.version}` : "no answer on port 8080";
}

/** Private addresses by instance. EC2 answers in XML; the two elements wanted are flat. */
async function addressesOf(lab: FoundLab): Promise<Map<string, string>> {
  const response = await fetch(`${lab.endpoint}/?Action=DescribeInstances&Version=2016-11-15`);
  const text = await response.text();
  const pairs = text.matchAll(
    /<instanceId>([^<]+)<\/instanceId>(?:(?!<instanceId>)[\s\S])*?<privateIpAddress>([^<]+)</g,
  );
  return new Map([...pairs].map(([, id = "", address = ""]) => [id, address]));
}

/** The newest deployments first; the first success of an instance is what it runs. */
async function revisionsByInstance(lab: FoundLab): Promise<Map<string, string>> {
  const revisions = new Map<string, string>();
  const ask = <T>(operation: string, input: unknown) =>
    callLab<T>(lab.endpoint, "codedeploy", operation, input);
  const listed = await Promise.all(
    ["in-place", "blue-green"].map((deploymentGroupName) =>
      ask<{ deployments?: string[] }>("ListDeployments", {
        applicationName: "lab-app",
        deploymentGroupName,
      })
        .then((answer) => answer.deployments ?? [])
        .catch(() => []),
    ),
  );
  const ids = listed.flatMap((deployments) => deployments.slice(0, 20));
  if (ids.length === 0) return revisions;
  const { deploymentsInfo = [] } = await ask<{
    deploymentsInfo?: { deploymentId: string; createTime: number; revision?: Revision }[];
  }>("BatchGetDeployments", { deploymentIds: ids.slice(0, 25) });
  for (const one of deploymentsInfo.sort((a, b) => b.createTime - a.createTime)) {
    const { targetIds = [] } = await ask<{ targetIds?: string[] }>("ListDeploymentTargets", {
      deploymentId: one.deploymentId,
    });
    if (targetIds.length === 0) continue;
    const { deploymentTargets = [] } = await ask<{
      deploymentTargets?: { instanceTarget?: { targetId: string; status: string } }[];
    }>("BatchGetDeploymentTargets", {
      deploymentId: one.deploymentId,
      targetIds: targetIds.slice(0, 25),
    });
    for (const { instanceTarget } of deploymentTargets) {
      if (instanceTarget?.status !== "Succeeded" || revisions.has(instanceTarget.targetId))
        continue;
      revisions.set(instanceTarget.targetId, `${one.deploymentId} ${shortRevision(one.revision)}`);
    }
  }
  return revisions;
}

const shortRevision = (revision?: Revision): string => {
  const s3 = revision?.s3Location;
  return s3?.key
    ? `${s3.key.split("/").at(-1)} ${(s3.version ?? s3.eTag ?? "").slice(0, 8)}`.trim()
    : "";
};
