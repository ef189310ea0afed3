import type { Lab } from "../../core/contracts.ts";
import { APPLICATION, type ClusterPlan, NODE_CLASS, NODE_POOL, WORKLOAD } from "./clusters.ts";
import { beginFirstSync, newApplication, stepArgo } from "./controllers/argo.ts";
import { beginDisruption, completeDisruption, markDrift } from "./controllers/disruption.ts";
import { claimsIn, newNodePool } from "./controllers/karpenter-objects.ts";
import { stepMachines } from "./controllers/machines.ts";
import { stepNodeClass } from "./controllers/node-class.ts";
import { fillCluster, stepNodePool, stepProvision } from "./controllers/provision.ts";
import { stepTermination } from "./controllers/termination.ts";
import {
  newDisruptionBudget,
  stepDisruptionBudgets,
  stepWorkload,
} from "./controllers/workload.ts";
import { KINDS } from "./objects/kinds.ts";
import { isTrue } from "./objects/kube-object.ts";
import { openObjects } from "./objects/object-store.ts";
import type { ClusterPace } from "./pace.ts";
import { readGit } from "./read-git.ts";
import type { ClusterFaults, GitState, Outside, World } from "./world.ts";

export interface RunningCluster {
  world: World;
  /** Something changed: the controllers look at it within a step. */
  wake(): void;
  /** Git may have moved. */
  refresh(): void;
  /** Resolves when the controllers rest for good. */
  stop(): Promise<void>;
}

/** A cluster with its controllers. They only look at what is there, so a kill in between loses nothing. */
export function openCluster(lab: Lab, plan: ClusterPlan, pace: ClusterPace): RunningCluster {
  const faults = lab.store.collection<ClusterFaults>("kubernetes.faults");
  const filled = lab.store.collection<{ at: Date }>("kubernetes.filled");
  const objects = openObjects(lab, plan.name);
  const world: World = {
    lab,
    plan,
    objects,
    pace,
    faults: () => faults.get(plan.name) ?? {},
    notBefore: 0,
  };
  let git: GitState | undefined;
  let stale = true;
  let stopped = false;
  let running: Promise<void> | undefined;
  let waiting: (() => void) | undefined;

  const look = async (): Promise<Outside> => {
    if (stale) {
      stale = false;
      git = (await readGit(lab, plan.name, git)) ?? git;
    }
    return { ...(git ? { git } : {}), parameters: await readParameters(world) };
  };

  /** In this order nothing goes two steps at once. */
  const step = ({ git, parameters }: Outside): boolean =>
    objects.batch(() => {
      const before = objects.version();
      ensureFurniture(world);
      stepTermination(world);
      completeDisruption(world);
      stepMachines(world);
      beginDisruption(world);
      markDrift(world);
      if (filled.get(plan.name)) stepProvision(world);
      stepNodeClass(world, parameters);
      if (git && !objects.get(KINDS.nodeClasses, NODE_CLASS)) beginFirstSync(world, git);
      stepArgo(world, git);
      if (!filled.get(plan.name)) {
        stepNodeClass(world, parameters);
        if (fillCluster(world)) filled.put(plan.name, { at: new Date() });
      }
      stepWorkload(world);
      stepDisruptionBudgets(world);
      stepNodePool(world);
      return objects.version() !== before || isUnderWay(world);
    });

  const turn = async () => {
    waiting = undefined;
    let busy = false;
    try {
      const outside = await look();
      if (stopped) return;
      busy = step(outside);
    } catch (error) {
      const { stack } = error as Error;
      lab.log("kubernetes", `The controllers of ${plan.name} failed.`, { error: stack });
    }
    running = undefined;
    if (busy || stale) schedule(pace.step);
    else schedule(pace.idle, true);
  };

  const schedule = (milliseconds: number, idle = false) => {
    if (stopped) return;
    waiting?.();
    waiting = lab.after(milliseconds, () => {
      if (idle) stale = true;
      running = turn();
      return running;
    });
  };
  const wake = () => {
    if (running) stale = true;
    else schedule(pace.step);
  };
  return {
    world,
    wake,
    refresh() {
      stale = true;
      wake();
    },
    async stop() {
      stopped = true;
      waiting?.();
      await running;
    },
  };
}

/** What the cluster has before anything is synced to it. */
function ensureFurniture({ objects, plan, lab }: World): void {
  for (const name of ["default", "kube-system", APPLICATION.namespace, WORKLOAD.namespace])
    if (!objects.get(KINDS.namespaces, name))
      objects.put({
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name, labels: { "kubernetes.io/metadata.name": name } },
        spec: { finalizers: ["kubernetes"] },
        status: { phase: "Active" },
      });
  if (!objects.get(KINDS.nodePools, NODE_POOL)) objects.put(newNodePool(plan.budget));
  if (!objects.get(KINDS.applications, APPLICATION.name, APPLICATION.namespace))
    objects.put(newApplication(lab.endpoint, plan.name));
  if (!objects.get(KINDS.disruptionBudgets, WORKLOAD.name, WORKLOAD.namespace))
    objects.put(newDisruptionBudget());
}

/** Something waits for time to pass, so the controllers must look again although nothing changed. */
const isUnderWay = (world: World): boolean =>
  world.notBefore > Date.now() ||
  claimsIn(world).some(
    (claim) =>
      claim.metadata.deletionTimestamp || !isTrue(claim, "Initialized") || isTrue(claim, "Drifted"),
  );

/** Values of the parameters that the node class names. */
async function readParameters({ lab, objects }: World): Promise<Map<string, string>> {
  const nodeClass = objects.get(KINDS.nodeClasses, NODE_CLASS);
  const terms = (nodeClass?.spec?.amiSelectorTerms ?? []) as { ssmParameter?: string }[];
  const names = terms.flatMap(({ ssmParameter }) => ssmParameter ?? []);
  const found = new Map<string, string>();
  for (const Name of new Set(names)) {
    try {
      const { Parameter } = await lab.call("ssm", "GetParameter", { Name });
      found.set(Name, Parameter.Value);
    } catch {
      // A parameter that is not there leaves the node class without an image, and that is told.
    }
  }
  return found;
}
