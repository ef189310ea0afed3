import { AwsError } from "../../../core/aws-error.ts";
import type { Operation } from "../../../core/contracts.ts";
import type { ApplicationRecord } from "../model.ts";
import { groupKey, type Registry } from "../registry.ts";
import { page } from "./pages.ts";

export function applicationOperations(registry: Registry): Record<string, Operation> {
  return {
    CreateApplication({ applicationName: name, computePlatform = "Server" }) {
      if (!name)
        throw new AwsError(
          "ApplicationNameRequiredException",
          "An application name must be given.",
        );
      if (name.length > 100) {
        throw new AwsError(
          "InvalidApplicationNameException",
          "The application name is longer than 100 characters.",
        );
      }
      if (computePlatform !== "Server") {
        throw new AwsError(
          "InvalidComputePlatformException",
          "The lab deploys to the compute platform Server.",
        );
      }
      if (registry.applications.get(name)) {
        throw new AwsError(
          "ApplicationAlreadyExistsException",
          `Application already exists: ${name}`,
        );
      }
      const application = { name, id: registry.newId(), createTime: Date.now() };
      registry.applications.put(name, application);
      return { applicationId: application.id };
    },
    GetApplication: ({ applicationName }) => ({
      application: view(registry.application(applicationName)),
    }),
    BatchGetApplications({ applicationNames = [] }) {
      if (applicationNames.length > 100) {
        throw new AwsError(
          "BatchLimitExceededException",
          "At most 100 applications can be asked for at once.",
        );
      }
      return {
        applicationsInfo: applicationNames.map((name: string) => view(registry.application(name))),
      };
    },
    ListApplications({ nextToken }) {
      const names = registry.applications.list().map((each) => each.name);
      const { items, ...rest } = page(names.sort(), nextToken);
      return { applications: items, ...rest };
    },
    DeleteApplication({ applicationName }) {
      if (!applicationName) {
        throw new AwsError(
          "ApplicationNameRequiredException",
          "An application name must be given.",
        );
      }
      registry.lab.store.transaction(() => {
        for (const group of registry.groupsOf(applicationName)) {
          registry.groups.delete(groupKey(applicationName, group.name));
        }
        registry.applications.delete(applicationName);
      });
    },
  };
}

function view(application: ApplicationRecord) {
  return {
    applicationId: application.id,
    applicationName: application.name,
    createTime: new Date(application.createTime),
    linkedToGitHub: false,
    computePlatform: "Server",
  };
}
