import { AwsError } from "../../../core/aws-error.ts";
import type { Operation } from "../../../core/contracts.ts";
import type { ConfigRecord } from "../model.ts";
import type { Registry } from "../registry.ts";
import { page } from "./pages.ts";

const DEFAULTS: [string, ConfigRecord["minimumHealthyHosts"]][] = [
  ["CodeDeployDefault.AllAtOnce", { type: "HOST_COUNT", value: 0 }],
  ["CodeDeployDefault.HalfAtATime", { type: "FLEET_PERCENT", value: 50 }],
  ["CodeDeployDefault.OneAtATime", { type: "HOST_COUNT", value: 1 }],
];

/** The configurations that every account has. */
export function ensureDefaultConfigs(registry: Registry): void {
  for (const [name, minimumHealthyHosts] of DEFAULTS) {
    if (registry.configs.get(name)) continue;
    registry.configs.put(name, {
      name,
      id: registry.newId(),
      minimumHealthyHosts,
      createTime: Date.now(),
    });
  }
}

export function configOperations(registry: Registry): Record<string, Operation> {
  return {
    CreateDeploymentConfig({
      deploymentConfigName: name,
      minimumHealthyHosts,
      computePlatform = "Server",
    }) {
      requireName(name);
      if (computePlatform !== "Server") {
        throw new AwsError(
          "InvalidComputePlatformException",
          "The lab deploys to the compute platform Server.",
        );
      }
      if (registry.configs.get(name)) {
        throw new AwsError(
          "DeploymentConfigAlreadyExistsException",
          `Deployment configuration already exists: ${name}`,
        );
      }
      const { type, value } = minimumHealthyHosts ?? {};
      const known = type === "HOST_COUNT" || (type === "FLEET_PERCENT" && value <= 100);
      if (!known || !Number.isInteger(value) || value < 0) {
        throw new AwsError(
          "InvalidMinimumHealthyHostValueException",
          "The minimum healthy hosts must be a HOST_COUNT or a FLEET_PERCENT of 0 to 100.",
        );
      }
      const config = {
        name,
        id: registry.newId(),
        minimumHealthyHosts: { type, value },
        createTime: Date.now(),
      };
      registry.configs.put(name, config);
      return { deploymentConfigId: config.id };
    },
    GetDeploymentConfig({ deploymentConfigName: name }) {
      requireName(name);
      const { id, minimumHealthyHosts, createTime } = registry.config(name);
      return {
        deploymentConfigInfo: {
          deploymentConfigId: id,
          deploymentConfigName: name,
          minimumHealthyHosts,
          createTime: new Date(createTime),
          computePlatform: "Server",
        },
      };
    },
    ListDeploymentConfigs({ nextToken }) {
      const names = registry.configs.list().map((each) => each.name);
      const { items, ...rest } = page(names, nextToken);
      return { deploymentConfigsList: items, ...rest };
    },
    DeleteDeploymentConfig({ deploymentConfigName: name }) {
      requireName(name);
      if (name.startsWith("CodeDeployDefault.")) {
        throw new AwsError(
          "InvalidOperationException",
          "A predefined deployment configuration cannot be deleted.",
        );
      }
      if (registry.groups.list().some((group) => group.configName === name)) {
        throw new AwsError(
          "DeploymentConfigInUseException",
          `The deployment configuration ${name} is in use.`,
        );
      }
      registry.configs.delete(name);
    },
  };
}

function requireName(name: unknown): void {
  if (!name)
    throw new AwsError(
      "DeploymentConfigNameRequiredException",
      "A deployment configuration name must be given.",
    );
}
