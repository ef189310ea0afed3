/** The operations on build projects. */
import { AwsError } from "../../core/aws-error.ts";
import type { Lab, Operation } from "../../core/contracts.ts";
import type { Project } from "./model.ts";
import { batchOf, pageOf } from "./paging.ts";

const SOURCES = ["CODEPIPELINE", "S3", "NO_SOURCE"];
const invalid = (message: string) => new AwsError("InvalidInputException", message);

/** Members that a person may send and the lab keeps as they are. */
const KEPT = [
  "description",
  "source",
  "sourceVersion",
  "artifacts",
  "environment",
  "serviceRole",
  "timeoutInMinutes",
  "queuedTimeoutInMinutes",
  "tags",
  "logsConfig",
  "cache",
  "encryptionKey",
  "concurrentBuildLimit",
] as const;

export function projectCollection(lab: Lab) {
  return lab.store.collection<Project>("codebuild.projects");
}

function check(project: Project): Project {
  if (!SOURCES.includes(project.source?.type)) {
    throw invalid(`The lab builds sources of type ${SOURCES.join(", ")} only.`);
  }
  if (!["CODEPIPELINE", "S3", "NO_ARTIFACTS"].includes(project.artifacts?.type)) {
    throw invalid("Artifacts must be of type CODEPIPELINE, S3 or NO_ARTIFACTS.");
  }
  const pipeline = [project.source.type, project.artifacts.type].filter(
    (one) => one === "CODEPIPELINE",
  );
  if (pipeline.length === 1) {
    throw invalid("Source and artifacts must both be of type CODEPIPELINE, or neither.");
  }
  if (project.source.type === "S3" && !project.source.location) {
    throw invalid("Source location is required for sources of type S3.");
  }
  if (project.artifacts.type === "S3" && !project.artifacts.location) {
    throw invalid("Artifacts location is required for artifacts of type S3.");
  }
  const { type, image, computeType } = project.environment ?? {};
  if (!type || !image || !computeType) throw invalid("The environment is not complete.");
  if (!project.serviceRole) throw invalid("A service role is required.");
  const minutes = project.timeoutInMinutes;
  if (!Number.isInteger(minutes) || minutes < 5 || minutes > 2160) {
    throw invalid("timeoutInMinutes must be between 5 and 2160.");
  }
  return project;
}

const kept = (input: Record<string, unknown>) =>
  Object.fromEntries(KEPT.flatMap((key) => (input[key] === undefined ? [] : [[key, input[key]]])));

export function projectOperations(lab: Lab): Record<string, Operation> {
  const projects = projectCollection(lab);
  return {
    CreateProject(input) {
      if (!/^[A-Za-z0-9][A-Za-z0-9\-_]{1,149}$/.test(input.name ?? "")) {
        throw invalid("The project name is not valid.");
      }
      if (projects.get(input.name)) {
        throw new AwsError(
          "ResourceAlreadyExistsException",
          `Project already exists: ${lab.arn("codebuild", `project/${input.name}`)}`,
        );
      }
      const now = Date.now() / 1000;
      const project = check({
        timeoutInMinutes: 60,
        queuedTimeoutInMinutes: 480,
        ...kept(input),
        name: input.name,
        arn: lab.arn("codebuild", `project/${input.name}`),
        created: now,
        lastModified: now,
      } as Project);
      projects.put(project.name, project);
      return { project };
    },
    UpdateProject(input) {
      const before = projects.get(input.name);
      if (!before) {
        throw new AwsError(
          "ResourceNotFoundException",
          `Project cannot be found: ${lab.arn("codebuild", `project/${input.name}`)}`,
        );
      }
      const project = check({ ...before, ...kept(input), lastModified: Date.now() / 1000 });
      projects.put(project.name, project);
      return { project };
    },
    BatchGetProjects(input) {
      const names = batchOf(input.names, "names");
      const found = names.flatMap(
        (name) => projects.get(name.split("project/").at(-1) ?? name) ?? [],
      );
      const missing = names.filter(
        (name) => !found.some((one) => one.name === name || one.arn === name),
      );
      return { projects: found, ...(missing.length > 0 ? { projectsNotFound: missing } : {}) };
    },
    ListProjects(input) {
      const all = projects.list();
      const by = { CREATED_TIME: "created", LAST_MODIFIED_TIME: "lastModified" }[
        input.sortBy as string
      ] as "created" | "lastModified" | undefined;
      all.sort((a, b) => (by ? a[by] - b[by] : a.name < b.name ? -1 : 1));
      if (input.sortOrder === "DESCENDING") all.reverse();
      const { items, nextToken } = pageOf(
        all.map((one) => one.name),
        input.nextToken,
      );
      return { projects: items, ...(nextToken ? { nextToken } : {}) };
    },
    DeleteProject(input) {
      projects.delete(input.name);
      return {};
    },
  };
}
