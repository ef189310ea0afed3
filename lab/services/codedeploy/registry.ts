import { randomInt, randomUUID } from "node:crypto";
import { AwsError } from "../../core/aws-error.ts";
import type { Collection, Lab } from "../../core/contracts.ts";
import { type Fleet, fleetOf } from "../../fleet/fleet.ts";
import { tellDeployment } from "./events.ts";
import {
  type ApplicationRecord,
  type ConfigRecord,
  type DeploymentRecord,
  FINISHED,
  type GroupRecord,
  type RevisionLocation,
  type RevisionRecord,
  type TargetRecord,
} from "./model.ts";

const ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** Everything that CodeDeploy keeps, with the errors that AWS gives when it is not there. */
export class Registry {
  readonly lab: Lab;
  readonly fleet: Fleet;
  readonly applications: Collection<ApplicationRecord>;
  readonly groups: Collection<GroupRecord>;
  readonly configs: Collection<ConfigRecord>;
  readonly revisions: Collection<RevisionRecord>;
  readonly deployments: Collection<DeploymentRecord>;
  readonly targets: Collection<TargetRecord>;
  /** The lab stops: what ends from now on was cut, and is not to be written down as an end. */
  stopping = false;

  constructor(lab: Lab) {
    this.lab = lab;
    this.fleet = fleetOf(lab);
    this.applications = lab.store.collection("codedeploy.applications");
    this.groups = lab.store.collection("codedeploy.groups");
    this.configs = lab.store.collection("codedeploy.configs");
    this.revisions = lab.store.collection("codedeploy.revisions");
    this.deployments = lab.store.collection("codedeploy.deployments");
    this.targets = lab.store.collection("codedeploy.targets");
  }

  application(name: string | undefined): ApplicationRecord {
    if (!name)
      throw new AwsError("ApplicationNameRequiredException", "An application name must be given.");
    if (name.length > 100) {
      throw new AwsError(
        "InvalidApplicationNameException",
        "The application name is longer than 100 characters.",
      );
    }
    const found = this.applications.get(name);
    if (!found) {
      throw new AwsError(
        "ApplicationDoesNotExistException",
        `No application found for name: ${name}`,
      );
    }
    return found;
  }

  group(applicationName: string | undefined, name: string | undefined): GroupRecord {
    const application = this.application(applicationName);
    if (!name) {
      throw new AwsError(
        "DeploymentGroupNameRequiredException",
        "A deployment group name must be given.",
      );
    }
    const found = this.groups.get(groupKey(application.name, name));
    if (!found) {
      throw new AwsError(
        "DeploymentGroupDoesNotExistException",
        `No Deployment Group found for name: ${name}`,
      );
    }
    return found;
  }

  groupsOf(applicationName: string): GroupRecord[] {
    return this.groups.list(groupKey(applicationName, ""));
  }

  deployment(id: string | undefined): DeploymentRecord {
    if (!id) throw new AwsError("DeploymentIdRequiredException", "A deployment ID must be given.");
    if (!/^d-[A-Z0-9]{6,20}$/.test(id)) {
      throw new AwsError("InvalidDeploymentIdException", `${id} is not a valid deployment ID.`);
    }
    const found = this.deployments.get(id);
    if (!found) {
      throw new AwsError(
        "DeploymentDoesNotExistException",
        `The deployment ${id} could not be found`,
      );
    }
    return found;
  }

  config(name: string): ConfigRecord {
    const found = this.configs.get(name);
    if (!found) {
      throw new AwsError(
        "DeploymentConfigDoesNotExistException",
        `No deployment configuration found for name: ${name}`,
      );
    }
    return found;
  }

  targetsOf(deploymentId: string): TargetRecord[] {
    return this.targets.list(`${deploymentId}/`);
  }

  putTarget(target: TargetRecord): void {
    this.targets.put(`${target.deploymentId}/${target.id}`, target);
  }

  /** Newest first. */
  deploymentsOf(applicationName: string, groupName: string): DeploymentRecord[] {
    return this.deployments
      .list()
      .filter(
        (each) =>
          each.applicationName === applicationName && each.deploymentGroupName === groupName,
      )
      .reverse();
  }

  activeIn(group: GroupRecord): DeploymentRecord | undefined {
    return this.deploymentsOf(group.applicationName, group.name).find(
      (each) => !FINISHED.includes(each.status),
    );
  }

  /** Writes a change and tells it to whoever listens when the status changed. */
  change(id: string, change: Partial<DeploymentRecord>): DeploymentRecord {
    const before = this.deployment(id);
    const next = { ...before, ...change };
    this.lab.store.transaction(() => {
      this.deployments.put(id, next);
      if (next.status !== before.status) this.noteInGroup(next);
    });
    if (next.status !== before.status) tellDeployment(this.lab, next);
    return next;
  }

  /** The group remembers its last attempt and its last success. */
  noteInGroup(deployment: DeploymentRecord): void {
    const key = groupKey(deployment.applicationName, deployment.deploymentGroupName);
    const group = this.groups.get(key);
    if (!group) return;
    const { deploymentId, status, completeTime: endTime, createTime } = deployment;
    const last = { deploymentId, status, createTime, ...(endTime ? { endTime } : {}) };
    this.groups.put(key, {
      ...group,
      lastAttemptedDeployment: last,
      ...(status === "Succeeded"
        ? { lastSuccessfulDeployment: last, targetRevision: deployment.revision }
        : {}),
    });
  }

  /** Remembers a revision; `used` says by which group. */
  noteRevision(
    applicationName: string,
    location: RevisionLocation,
    used?: string,
    description?: string,
  ): void {
    const key = revisionKey(applicationName, location);
    const now = Date.now();
    const known = this.revisions.get(key) ?? {
      applicationName,
      location,
      registerTime: now,
      deploymentGroups: [],
    };
    this.revisions.put(key, {
      ...known,
      ...(description ? { description } : {}),
      ...(used
        ? {
            firstUsedTime: known.firstUsedTime ?? now,
            lastUsedTime: now,
            deploymentGroups: [...new Set([...known.deploymentGroups, used])],
          }
        : {}),
    });
  }

  newDeploymentId(): string {
    for (;;) {
      const id = `d-${Array.from({ length: 9 }, () => ID_LETTERS[randomInt(ID_LETTERS.length)]).join("")}`;
      if (!this.deployments.get(id)) return id;
    }
  }

  newId(): string {
    return randomUUID();
  }
}

export const groupKey = (applicationName: string, name: string) => `${applicationName}/${name}`;

/** One revision is one object in one version; the same key put again is another revision. */
export function revisionKey(applicationName: string, location: RevisionLocation): string {
  const { bucket, key, version, eTag } = location.s3Location;
  return JSON.stringify([applicationName, bucket, key, version ?? "", eTag ?? ""]);
}
