import { AwsError } from "../../../core/aws-error.ts";
import type { Operation } from "../../../core/contracts.ts";
import type { RevisionRecord } from "../model.ts";
import { type Registry, revisionKey } from "../registry.ts";
import { page } from "./pages.ts";
import { readRevision } from "./read-revision.ts";

const TIMES = {
  registerTime: "registerTime",
  firstUsedTime: "firstUsedTime",
  lastUsedTime: "lastUsedTime",
} as const;

export function revisionOperations(registry: Registry): Record<string, Operation> {
  return {
    RegisterApplicationRevision({ applicationName, revision, description }) {
      const application = registry.application(applicationName);
      if ((description?.length ?? 0) > 256) {
        throw new AwsError(
          "DescriptionTooLongException",
          "The description is longer than 256 characters.",
        );
      }
      registry.noteRevision(application.name, readRevision(revision), undefined, description);
    },
    GetApplicationRevision({ applicationName, revision }) {
      const application = registry.application(applicationName);
      const location = readRevision(revision);
      const found = registry.revisions.get(revisionKey(application.name, location));
      if (!found) {
        throw new AwsError(
          "RevisionDoesNotExistException",
          "The named revision does not exist with this application.",
        );
      }
      return {
        applicationName: application.name,
        revision: found.location,
        revisionInfo: info(found),
      };
    },
    BatchGetApplicationRevisions({ applicationName, revisions = [] }) {
      const application = registry.application(applicationName);
      if (revisions.length > 25) {
        throw new AwsError(
          "BatchLimitExceededException",
          "At most 25 revisions can be asked for at once.",
        );
      }
      const found = revisions
        .map((each: unknown) =>
          registry.revisions.get(revisionKey(application.name, readRevision(each))),
        )
        .filter(Boolean);
      return {
        applicationName: application.name,
        errorMessage: found.length < revisions.length ? "Some revisions were not found." : "",
        revisions: found.map((each: RevisionRecord) => ({
          revisionLocation: each.location,
          genericRevisionInfo: info(each),
        })),
      };
    },
    ListApplicationRevisions(input) {
      const application = registry.application(input.applicationName);
      if (input.s3KeyPrefix && !input.s3Bucket) {
        throw new AwsError(
          "BucketNameFilterRequiredException",
          "A key prefix needs a bucket name.",
        );
      }
      const by = TIMES[input.sortBy as keyof typeof TIMES] ?? "registerTime";
      const down = input.sortOrder === "descending" ? -1 : 1;
      const current = new Set(
        registry
          .groupsOf(application.name)
          .flatMap((group) =>
            group.targetRevision ? [revisionKey(application.name, group.targetRevision)] : [],
          ),
      );
      const wanted = registry.revisions
        .list()
        .filter((each) => each.applicationName === application.name)
        .filter(
          ({ location: { s3Location: at } }) => !input.s3Bucket || at.bucket === input.s3Bucket,
        )
        .filter(({ location: { s3Location: at } }) => at.key.startsWith(input.s3KeyPrefix ?? ""))
        .filter((each) => {
          const deployed = current.has(revisionKey(application.name, each.location));
          if (input.deployed === "include") return deployed;
          return input.deployed === "exclude" ? !deployed : true;
        })
        .sort((a, b) => ((a[by] ?? 0) - (b[by] ?? 0)) * down)
        .map((each) => each.location);
      const { items, ...rest } = page(wanted, input.nextToken);
      return { revisions: items, ...rest };
    },
  };
}

function info(revision: RevisionRecord) {
  const time = (value: number | undefined) => (value === undefined ? undefined : new Date(value));
  return {
    description: revision.description ?? `Application revision registered by Deployment`,
    deploymentGroups: revision.deploymentGroups,
    firstUsedTime: time(revision.firstUsedTime),
    lastUsedTime: time(revision.lastUsedTime),
    registerTime: time(revision.registerTime),
  };
}
