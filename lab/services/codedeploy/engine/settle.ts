import { tellDeployment } from "../events.ts";
import {
  type AutoRollbackEvent,
  type DeploymentRecord,
  FINISHED,
  type RevisionLocation,
} from "../model.ts";
import { groupKey, type Registry } from "../registry.ts";
import { createDeployment, lastSuccessful } from "./create.ts";
import { setTarget, skipRest } from "./run-event.ts";

export interface Ending {
  status: "Succeeded" | "Failed" | "Stopped";
  error?: { code: string; message: string };
}

/**
 * Ends a deployment: what did not happen is skipped, the end is written, and where the
 * configuration asks for it the rollback is created in the same transaction, so that no crash can
 * come between. Returns the rollback.
 */
export function settle(
  registry: Registry,
  deploymentId: string,
  ending: Ending,
): DeploymentRecord | undefined {
  const before = registry.deployment(deploymentId);
  if (FINISHED.includes(before.status)) return undefined;
  for (const target of registry.targetsOf(deploymentId)) {
    skipRest(registry, deploymentId, target.id);
    const open = ["Pending", "InProgress", "Ready"].includes(target.status);
    if (open) setTarget(registry, deploymentId, target.id, "Skipped");
  }
  const ended = registry.lab.store.transaction(() => {
    const next: DeploymentRecord = {
      ...before,
      status: ending.status,
      completeTime: Date.now(),
      ...(ending.error ? { errorInformation: ending.error } : {}),
    };
    registry.deployments.put(deploymentId, next);
    registry.noteInGroup(next);
    return { next, rollback: rollBack(registry, next) };
  });
  tellDeployment(registry.lab, ended.next);
  return ended.rollback;
}

function rollBack(registry: Registry, failed: DeploymentRecord): DeploymentRecord | undefined {
  const why = rollbackReason(failed);
  const group = registry.groups.get(groupKey(failed.applicationName, failed.deploymentGroupName));
  if (!why || !group) return undefined;
  const target = rollbackTarget(registry, failed);
  const note = (rollbackInfo: DeploymentRecord["rollbackInfo"]) =>
    registry.deployments.put(failed.deploymentId, {
      ...registry.deployment(failed.deploymentId),
      rollbackInfo,
    });
  if (!target) {
    note({
      rollbackMessage: `${why} There is no earlier successful deployment to roll back to.`,
    });
    return undefined;
  }
  const rollback = createDeployment(registry, {
    group,
    revision: target.revision,
    creator: "codeDeployRollback",
    configName: failed.deploymentConfigName,
    description: `Rollback of the deployment ${failed.deploymentId}`,
    ignoreApplicationStopFailures: true,
    fileExistsBehavior: "OVERWRITE",
    autoRollbackConfiguration: { enabled: false, events: [] },
    rollbackInfo: {
      rollbackTriggeringDeploymentId: failed.deploymentId,
      rollbackMessage: `${why} Rolling back to the revision of ${target.from}.`,
    },
    ...(failed.deploymentStyle.deploymentType === "BLUE_GREEN"
      ? { givesBackTrafficOf: failed.deploymentId }
      : {}),
  });
  note({
    rollbackDeploymentId: rollback.deploymentId,
    rollbackMessage: `${why} The deployment ${rollback.deploymentId} rolls back to the revision of ${target.from}.`,
  });
  return rollback;
}

/** The sentence that says why a rollback follows; undefined when none does. */
function rollbackReason(deployment: DeploymentRecord): string | undefined {
  if (deployment.creator !== "user" || deployment.status === "Succeeded") return undefined;
  const { stopRequested: stop, autoRollbackConfiguration: auto } = deployment;
  const asked = (event: AutoRollbackEvent) =>
    auto?.enabled === true && auto.events?.includes(event);
  const id = deployment.deploymentId;
  if (deployment.status === "Failed") {
    return asked("DEPLOYMENT_FAILURE") ? `The deployment ${id} failed.` : undefined;
  }
  if (stop?.why === "alarm") {
    const alarms = stop.alarms?.join(", ");
    return asked("DEPLOYMENT_STOP_ON_ALARM")
      ? `The deployment ${id} was stopped by an alarm (${alarms}).`
      : undefined;
  }
  const wanted = stop?.rollback ?? asked("DEPLOYMENT_STOP_ON_REQUEST");
  return wanted ? `The deployment ${id} was stopped.` : undefined;
}

/** In place: the group's last success. Blue/green: what the old fleet runs, whoever deployed it. */
function rollbackTarget(
  registry: Registry,
  failed: DeploymentRecord,
): { revision: RevisionLocation; from: string } | undefined {
  if (failed.deploymentStyle.deploymentType === "BLUE_GREEN") {
    const [blue] = failed.blueGroup ? registry.fleet.running(failed.blueGroup) : [];
    const installed = blue?.installed;
    if (!installed) return undefined;
    const known = registry.deployments.get(installed.deploymentId);
    return known ? { revision: known.revision, from: known.deploymentId } : undefined;
  }
  const group = registry.groups.get(groupKey(failed.applicationName, failed.deploymentGroupName));
  const last = group && lastSuccessful(registry, group);
  return last ? { revision: last.revision, from: last.deploymentId } : undefined;
}
