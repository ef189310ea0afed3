/** The clean environment of a build, and the values that come from other services. */
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import type { Lab } from "../../core/contracts.ts";
import type { Buildspec } from "./buildspec.ts";
import { type Build, type EnvironmentVariable, PhaseFailure } from "./model.ts";

export interface BuildDirectories {
  root: string;
  source: string;
  home: string;
  state: string;
  temporary: string;
}

export function makeDirectories(root: string): BuildDirectories {
  const directories = {
    root,
    source: join(root, "src"),
    home: join(root, "home"),
    state: join(root, "state"),
    temporary: join(root, "tmp"),
  };
  for (const path of Object.values(directories)) mkdirSync(path, { recursive: true });
  return directories;
}

/** Node that runs the lab first, then wherever this machine keeps npm, then the system. */
function searchPath(): string {
  const npm = (process.env.PATH ?? "").split(delimiter).find((one) => existsSync(join(one, "npm")));
  const system = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"];
  return [...new Set([dirname(process.execPath), ...(npm ? [npm] : []), ...system])].join(":");
}

/** Nothing of the lab's own environment comes through but the npm registry to use. */
export function baseEnvironment(
  lab: Lab,
  build: Build,
  directories: BuildDirectories,
  cacheDir: string,
): Record<string, string> {
  const registry = process.env.npm_config_registry;
  return {
    PATH: searchPath(),
    HOME: directories.home,
    TMPDIR: directories.temporary,
    USER: "root",
    SHELL: "/bin/bash",
    LANG: "C.UTF-8",
    TERM: "dumb",
    AWS_REGION: lab.region,
    AWS_DEFAULT_REGION: lab.region,
    AWS_ENDPOINT_URL: lab.endpoint,
    AWS_ACCESS_KEY_ID: "lab",
    AWS_SECRET_ACCESS_KEY: "lab",
    CODEBUILD_BUILD_ID: build.id,
    CODEBUILD_BUILD_ARN: build.arn,
    CODEBUILD_BUILD_NUMBER: String(build.buildNumber),
    CODEBUILD_BUILD_IMAGE: build.environment.image,
    CODEBUILD_BUILD_SUCCEEDING: "1",
    CODEBUILD_INITIATOR: build.initiator,
    CODEBUILD_LOG_PATH: build.logs.streamName,
    CODEBUILD_SRC_DIR: directories.source,
    CODEBUILD_SOURCE_VERSION: build.sourceVersion ?? "",
    CODEBUILD_RESOLVED_SOURCE_VERSION: build.resolvedSourceVersion ?? "",
    CODEBUILD_START_TIME: String(Math.round(build.startTime * 1000)),
    CODEBUILD_CI: "true",
    CI: "true",
    npm_config_cache: cacheDir,
    npm_config_prefer_offline: "true",
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
    npm_config_progress: "false",
    NO_UPDATE_NOTIFIER: "1",
    ...(registry ? { npm_config_registry: registry } : {}),
  };
}

export interface ResolvedVariables {
  values: Record<string, string>;
  /** Values to be masked in the log. */
  secrets: string[];
}

/** Buildspec's variables first, then the project's and the request's, as CodeBuild lets those win. */
export async function resolveEnvironment(
  lab: Lab,
  env: Buildspec["env"],
  projectVariables: EnvironmentVariable[],
): Promise<ResolvedVariables> {
  const values: Record<string, string> = { ...env?.variables };
  const secrets: string[] = [];
  const secret = (name: string, value: string) => {
    values[name] = value;
    secrets.push(value);
  };
  for (const [name, path] of Object.entries(env?.["parameter-store"] ?? {})) {
    secret(name, await readParameter(lab, path));
  }
  for (const [name, reference] of Object.entries(env?.["secrets-manager"] ?? {})) {
    secret(name, await readSecret(lab, reference));
  }
  for (const { name, value, type } of projectVariables) {
    if (type === "PARAMETER_STORE") secret(name, await readParameter(lab, value));
    else if (type === "SECRETS_MANAGER") secret(name, await readSecret(lab, value));
    else values[name] = value;
  }
  return { values, secrets };
}

async function readParameter(lab: Lab, name: string): Promise<string> {
  try {
    const answer = await lab.call("ssm", "GetParameter", { Name: name, WithDecryption: true });
    return answer.Parameter.Value;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PhaseFailure("Decrypted Variables Error", `parameter ${name}: ${why}`);
  }
}

/** `secret-id:json-key:version-stage:version-id`; all but the first may be left out. */
async function readSecret(lab: Lab, reference: string): Promise<string> {
  const arn = /^(arn:(?:[^:]*:){5}[^:]*)(?::(.*))?$/.exec(reference);
  const [id, rest] = arn
    ? [arn[1], arn[2] ?? ""]
    : [reference.split(":")[0], reference.split(":").slice(1).join(":")];
  const [key, stage, version] = rest.split(":");
  const fail = (why: string) =>
    new PhaseFailure("Secrets Manager Error Message", `secret ${id}: ${why}`);
  let text: string;
  try {
    const answer = await lab.call("secretsmanager", "GetSecretValue", {
      SecretId: id,
      ...(stage ? { VersionStage: stage } : {}),
      ...(version ? { VersionId: version } : {}),
    });
    text = answer.SecretString;
  } catch (error) {
    throw fail(error instanceof Error ? error.message : String(error));
  }
  if (!key) return text;
  let value: unknown;
  try {
    value = (JSON.parse(text) as Record<string, unknown>)[key];
  } catch {
    throw fail("it is not JSON, so that no key can be taken from it");
  }
  if (value === undefined) throw fail(`it has no key ${key}`);
  return String(value);
}
