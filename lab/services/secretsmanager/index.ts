/** Secrets Manager: secrets with versions and the stages AWSCURRENT and AWSPREVIOUS. Kept in clear: this is a lab. */
import { AwsError } from "../../core/aws-error.ts";
import type { Lab, Service } from "../../core/contracts.ts";
import { isTrue, optionalText, requiredText, wholeNumber } from "../../core/input.ts";

interface Version {
  id: string;
  /** One of the two; binary in base64. */
  string?: string;
  binary?: string;
  createdAt: Date;
  stages: string[];
}

interface Secret {
  name: string;
  arn: string;
  description?: string;
  createdAt: Date;
  changedAt: Date;
  deletedAt?: Date;
  tags?: { Key: string; Value: string }[];
  versions: Version[];
}

type Input = Record<string, unknown>;

const VERSIONS_KEPT = 20;

export default function createSecretsManager(lab: Lab): Service {
  const secrets = lab.store.collection<Secret>("secretsmanager.secrets");
  const find = (input: Input, evenDeleted = false): Secret => {
    const id = requiredText(input, "SecretId");
    const found =
      secrets.get(id) ??
      secrets.list().find((one) => one.arn === id || one.arn.startsWith(`${id}-`));
    if (!found) {
      const message = "Secrets Manager can't find the specified secret.";
      throw new AwsError("ResourceNotFoundException", message);
    }
    if (found.deletedAt && !evenDeleted) {
      const message =
        "You can't perform this operation on the secret because it was marked for deletion.";
      throw new AwsError("InvalidRequestException", message);
    }
    return found;
  };
  const addVersion = (secret: Secret, input: Input): Version | undefined => {
    const string = optionalText(input, "SecretString");
    const binary = optionalText(input, "SecretBinary");
    if (string === undefined && binary === undefined) return undefined;
    if (Buffer.byteLength(string ?? binary ?? "") > 65_536) {
      throw new AwsError("InvalidParameterException", "A secret's value has at most 64 KB.");
    }
    const id = optionalText(input, "ClientRequestToken") ?? crypto.randomUUID();
    const same = secret.versions.find((version) => version.id === id);
    if (same) {
      if (same.string === string && same.binary === binary) return same;
      const message = "A resource with the ID you requested already exists.";
      throw new AwsError("ResourceExistsException", message);
    }
    for (const version of secret.versions) {
      const wasCurrent = version.stages.includes("AWSCURRENT");
      version.stages = wasCurrent
        ? ["AWSPREVIOUS"]
        : version.stages.filter((stage) => stage !== "AWSPREVIOUS");
    }
    const version: Version = {
      id,
      ...(string !== undefined ? { string } : {}),
      ...(binary !== undefined ? { binary } : {}),
      createdAt: new Date(),
      stages: ["AWSCURRENT"],
    };
    secret.versions = [version, ...secret.versions].slice(0, VERSIONS_KEPT);
    secret.changedAt = new Date();
    return version;
  };
  const named = (secret: Secret, version?: Version) => ({
    ARN: secret.arn,
    Name: secret.name,
    ...(version ? { VersionId: version.id } : {}),
  });
  const stagesOf = (secret: Secret) =>
    Object.fromEntries(
      secret.versions.filter((one) => one.stages.length > 0).map((one) => [one.id, one.stages]),
    );
  const described = (secret: Secret) => ({
    ...named(secret),
    ...(secret.description ? { Description: secret.description } : {}),
    CreatedDate: secret.createdAt,
    LastChangedDate: secret.changedAt,
    ...(secret.deletedAt ? { DeletedDate: secret.deletedAt } : {}),
    ...(secret.tags ? { Tags: secret.tags } : {}),
  });

  return {
    name: "secretsmanager",
    protocol: "json1.1",
    targetPrefix: "secretsmanager",
    operations: {
      CreateSecret(input) {
        const name = requiredText(input, "Name");
        if (!/^[A-Za-z0-9/_+=.@-]{1,512}$/.test(name)) {
          throw new AwsError(
            "ValidationException",
            "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
          );
        }
        if (secrets.get(name)) {
          const message = `The operation failed because the secret ${name} already exists.`;
          throw new AwsError("ResourceExistsException", message);
        }
        const description = optionalText(input, "Description");
        const suffix = crypto.randomUUID().slice(0, 6);
        const secret: Secret = {
          name,
          arn: lab.arn("secretsmanager", `secret:${name}-${suffix}`),
          ...(description ? { description } : {}),
          ...(Array.isArray(input.Tags) ? { tags: input.Tags } : {}),
          createdAt: new Date(),
          changedAt: new Date(),
          versions: [],
        };
        const version = addVersion(secret, input);
        secrets.put(name, secret);
        return named(secret, version);
      },

      PutSecretValue(input) {
        const secret = find(input);
        const version = addVersion(secret, input);
        if (!version) {
          throw new AwsError(
            "InvalidRequestException",
            "You must provide either SecretString or SecretBinary.",
          );
        }
        secrets.put(secret.name, secret);
        return { ...named(secret, version), VersionStages: version.stages };
      },

      UpdateSecret(input) {
        const secret = find(input);
        const version = addVersion(secret, input);
        const description = optionalText(input, "Description");
        if (description !== undefined) secret.description = description;
        secrets.put(secret.name, secret);
        return named(secret, version);
      },

      GetSecretValue(input) {
        const secret = find(input);
        const id = optionalText(input, "VersionId");
        const stage = optionalText(input, "VersionStage") ?? "AWSCURRENT";
        const version = secret.versions.find((one) =>
          id ? one.id === id : one.stages.includes(stage),
        );
        if (!version) {
          const what = id ? `VersionId: ${id}` : `staging label: ${stage}`;
          const message = `Secrets Manager can't find the specified secret value for ${what}`;
          throw new AwsError("ResourceNotFoundException", message);
        }
        return {
          ...named(secret, version),
          ...(version.string !== undefined ? { SecretString: version.string } : {}),
          ...(version.binary !== undefined ? { SecretBinary: version.binary } : {}),
          VersionStages: version.stages,
          CreatedDate: version.createdAt,
        };
      },

      DescribeSecret(input) {
        const secret = find(input, true);
        return { ...described(secret), VersionIdsToStages: stagesOf(secret) };
      },

      ListSecrets(input) {
        const most = wholeNumber(input, "MaxResults", { min: 1, max: 100, otherwise: 100 });
        const after = optionalText(input, "NextToken") ?? "";
        const found = secrets
          .list()
          .filter((one) => !one.deletedAt || isTrue(input.IncludePlannedDeletion))
          .sort((a, b) => (a.name < b.name ? -1 : 1))
          .filter((one) => one.name > after);
        const page = found.slice(0, most);
        return {
          SecretList: page.map((one) => ({
            ...described(one),
            SecretVersionsToStages: stagesOf(one),
          })),
          ...(found.length > most ? { NextToken: page.at(-1)?.name } : {}),
        };
      },

      ListSecretVersionIds(input) {
        const secret = find(input, true);
        return {
          ...named(secret),
          Versions: secret.versions
            .filter((one) => one.stages.length > 0 || isTrue(input.IncludeDeprecated))
            .map((one) => ({
              VersionId: one.id,
              VersionStages: one.stages,
              CreatedDate: one.createdAt,
            })),
        };
      },

      DeleteSecret(input) {
        const secret = find(input, true);
        const now = new Date();
        if (isTrue(input.ForceDeleteWithoutRecovery)) {
          secrets.delete(secret.name);
          return { ...named(secret), DeletionDate: now };
        }
        const days = wholeNumber(input, "RecoveryWindowInDays", { min: 7, max: 30, otherwise: 30 });
        secrets.put(secret.name, { ...secret, deletedAt: now });
        return { ...named(secret), DeletionDate: new Date(now.getTime() + days * 86_400_000) };
      },

      RestoreSecret(input) {
        const { deletedAt, ...secret } = find(input, true);
        secrets.put(secret.name, secret);
        return named(secret);
      },
    },
  };
}
