import type { Lab, Service } from "../../core/contracts.ts";
import { makeBulkDeployment } from "./bulk.ts";
import { Engine } from "./engine/engine.ts";
import { applicationOperations } from "./operations/applications.ts";
import { configOperations, ensureDefaultConfigs } from "./operations/configs.ts";
import { deploymentOperations } from "./operations/deployments.ts";
import { groupOperations } from "./operations/groups.ts";
import { revisionOperations } from "./operations/revisions.ts";
import { targetOperations } from "./operations/targets.ts";
import { Registry } from "./registry.ts";

/** CodeDeploy for EC2: in place and blue/green, with rollback, over the lab's fleet. */
export default function codeDeploy(lab: Lab): Service {
  const registry = new Registry(lab);
  const engine = new Engine(registry);
  ensureDefaultConfigs(registry);
  return {
    name: "codedeploy",
    protocol: "json1.1",
    targetPrefix: "CodeDeploy_20141006",
    operations: {
      ...applicationOperations(registry),
      ...configOperations(registry),
      ...groupOperations(registry),
      ...revisionOperations(registry),
      ...deploymentOperations(registry, engine),
      ...targetOperations(registry),
    },
    async start() {
      await registry.fleet.start();
      await engine.resume();
    },
    async stop(options) {
      engine.stop();
      await registry.fleet.stop(options);
    },
    async bulk(wanted) {
      const count = wanted.deploymentInstances;
      return count ? makeBulkDeployment(registry, count) : undefined;
    },
  };
}
