/** What the lab keeps about its machines. Times are milliseconds since 1970. */

/** A revision that runs on an instance, and the deployment that brought it. */
export interface InstalledRevision {
  deploymentId: string;
  applicationName: string;
  deploymentGroupName: string;
  deploymentGroupId: string;
  bundle: { bucket: string; key: string; version?: string; eTag?: string };
}

export interface InstanceRecord {
  id: string;
  /** Its own loopback address, e.g. `127.77.12.11`. */
  address: string;
  state: "pending" | "running" | "shutting-down" | "terminated";
  /** The Auto Scaling group it belongs to. */
  group: string;
  launchTime: number;
  terminatedTime?: number;
  /** The last deployment that succeeded on it. */
  installed?: InstalledRevision;
  /** What that deployment left running: gone at the next start means the instance is booted again. */
  processes: { pid: number; startTime: string }[];
  /** Launched by Auto Scaling into a group whose revision it does not have yet. */
  awaitsRevision?: boolean;
}

export interface GroupRecord {
  name: string;
  arn: string;
  min: number;
  max: number;
  desired: number;
  createdTime: number;
  targetGroupArns: string[];
  tags: Record<string, string>;
  /** Going away: its instances end and no new ones come. */
  deleting?: boolean;
  /** A blue/green deployment is still making its instances; nobody else brings it to its size. */
  provisioning?: boolean;
}

export interface TargetGroupRecord {
  name: string;
  arn: string;
  port: number;
  loadBalancerArn: string;
  /** Instance ids that are registered (those that drain are not). */
  registered: string[];
}

export interface LoadBalancerRecord {
  name: string;
  arn: string;
  listenerArn: string;
  createdTime: number;
  /** A target was healthy at some time: until then nothing was released, and no request can fail. */
  inService?: boolean;
}
