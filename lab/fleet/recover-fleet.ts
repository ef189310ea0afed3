import type { Fleet } from "./fleet.ts";
import type { InstanceRecord } from "./model.ts";
import { endProcesses, isAlive, processesOfInstance, strayProcesses } from "./processes.ts";
import { restartApplication } from "./restart-application.ts";

const TERMINATED_KEPT_MS = 3600_000;

/** At a start: finishes what was cut, registers what was registered, boots what is gone. */
export async function recoverFleet(fleet: Fleet): Promise<void> {
  for (const each of fleet.instances.list()) {
    if (each.state === "shutting-down") fleet.inBackground(fleet.terminate(each.id));
    // A launch that was cut has made nothing but its record.
    if (each.state === "pending") fleet.change(each.id, { state: "running" });
    const old = Date.now() - TERMINATED_KEPT_MS;
    if (each.state === "terminated" && (each.terminatedTime ?? 0) < old) {
      fleet.instances.delete(each.id);
    }
  }
  const known = new Set(fleet.instances.list().map((each) => each.id));
  await endProcesses(() => strayProcesses(fleet.lab.stateDir, known), 3000);
  for (const group of fleet.targetGroups.list()) {
    for (const id of group.registered) {
      if (fleet.instances.get(id)) fleet.register(group.arn, id);
    }
  }
  await Promise.all(fleet.running().map((each) => bootIfGone(fleet, each)));
  for (const group of fleet.groups.list()) fleet.inBackground(fleet.reconcile(group.name));
}

/** What an instance ran may have ended with the machine: its revision is started again. */
async function bootIfGone(fleet: Fleet, instance: InstanceRecord): Promise<void> {
  const { id, installed, processes } = instance;
  if (!installed || processes.length === 0 || fleet.isBusy(id) || processes.every(isAlive)) return;
  fleet.lab.log("autoscaling", `${id} does not run any more, starting its revision again`);
  const failure = await restartApplication(fleet.host(instance), installed);
  if (failure) fleet.lab.log("autoscaling", `${id} could not be started: ${failure}`);
  fleet.change(id, { processes: processesOfInstance(id) });
}
