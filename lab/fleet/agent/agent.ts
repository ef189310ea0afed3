import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  endProcesses,
  findProcess,
  killGroup,
  type ProcessRef,
  processesOfInstance,
} from "../processes.ts";
import { type Appspec, AppspecError, type FileExistsBehavior, parseAppspec } from "./appspec.ts";
import { BundleError, unpackBundle } from "./bundle.ts";
import { confine, OutsideError } from "./confine.ts";
import { InstallError, installFiles } from "./install.ts";
import { OutputTail } from "./output-tail.ts";
import { noteHook, runScript, type ScriptErrorCode } from "./run-script.ts";

/** The machine that the agent works on. */
export interface AgentHost {
  id: string;
  address: string;
  /** This instance's own directory; `root/` in it is what the instance calls `/`. */
  dir: string;
}

/** What a deployment asks the agent to do. */
export interface AgentJob {
  event: string;
  deploymentId: string;
  applicationName: string;
  deploymentGroupName: string;
  deploymentGroupId: string;
  /** The revision as a file on disk; undefined when it is not (or no longer) in its bucket. */
  bundle: { bucket: string; key: string; version?: string; eTag?: string; file?: string };
  fileExistsBehavior: FileExistsBehavior;
  /** The deployment that last succeeded on this instance; its scripts stop what it started. */
  previousDeploymentId?: string;
  /** The deployment installs nothing here: all its scripts are those of the revision that is there. */
  installsNothing?: boolean;
}

export interface EventDiagnostics {
  errorCode: ScriptErrorCode;
  scriptName: string;
  message: string;
  logTail: string;
}

/** These run the scripts of the revision that is there, not of the one that comes. */
const PREVIOUS_REVISION_EVENTS = new Set([
  "BeforeBlockTraffic",
  "AfterBlockTraffic",
  "ApplicationStop",
]);
const KEPT_REVISIONS = 5;
const rootOf = (host: AgentHost) => join(host.dir, "root");
const agentDir = (host: AgentHost) => join(host.dir, "agent");
const archiveOf = (host: AgentHost, deploymentId: string) =>
  join(agentDir(host), "deployments", deploymentId, "deployment-archive");

/** Does one lifecycle event on an instance and says how it went, as the CodeDeploy agent would. Never throws. */
export async function runEvent(host: AgentHost, job: AgentJob): Promise<EventDiagnostics> {
  try {
    await mkdir(rootOf(host), { recursive: true });
    if (job.event === "DownloadBundle") return await downloadBundle(host, job);
    if (job.event === "Install") return await install(host, job);
    return await runHooks(host, job);
  } catch (error) {
    const known = [AppspecError, BundleError, InstallError, OutsideError].some(
      (kind) => error instanceof kind,
    );
    const message = error instanceof Error ? error.message : String(error);
    return {
      errorCode: "UnknownError",
      scriptName: "",
      message: known ? message : `The agent could not do ${job.event}: ${message}`,
      logTail: "",
    };
  }
}

async function downloadBundle(host: AgentHost, job: AgentJob): Promise<EventDiagnostics> {
  const { bucket, key, file } = job.bundle;
  if (!file || !existsSync(file)) {
    throw new BundleError(`The specified key does not exist: s3://${bucket}/${key}`);
  }
  const archive = archiveOf(host, job.deploymentId);
  await unpackBundle(file, archive);
  await readAppspec(archive);
  await dropOldRevisions(host, job);
  return succeeded();
}

async function install(host: AgentHost, job: AgentJob): Promise<EventDiagnostics> {
  const archiveDir = archiveOf(host, job.deploymentId);
  await installFiles({
    appspec: await readAppspec(archiveDir),
    archiveDir,
    root: rootOf(host),
    cleanupFile: join(agentDir(host), "installed-files.json"),
    fileExistsBehavior: job.fileExistsBehavior,
  });
  return succeeded();
}

async function runHooks(host: AgentHost, job: AgentJob): Promise<EventDiagnostics> {
  const previous = job.installsNothing === true || PREVIOUS_REVISION_EVENTS.has(job.event);
  const owner = previous ? job.previousDeploymentId : job.deploymentId;
  // Nothing was ever deployed here, or its disk was lost: there is nothing to stop.
  if (!owner || (previous && !existsSync(archiveOf(host, owner)))) return succeeded();
  const archiveDir = archiveOf(host, owner);
  const appspec = await readAppspec(archiveDir);
  const tail = new OutputTail(job.event);
  const env = await environment(host, job, appspec);
  let last = "";
  for (const [index, hook] of (appspec.hooks[job.event] ?? []).entries()) {
    last = hook.location;
    tail.script(hook.location);
    const outcome = await runScript({
      location: hook.location,
      timeoutSeconds: hook.timeoutSeconds,
      archiveDir,
      env,
      outputDir: join(agentDir(host), "deployments", job.deploymentId, `${job.event}-${index + 1}`),
      tail,
      onStart: (process) => noteHook(agentDir(host), process),
    });
    noteHook(agentDir(host), undefined);
    if (outcome.errorCode !== "Success") {
      return { ...outcome, scriptName: hook.location, logTail: tail.toString() };
    }
  }
  return last ? { ...succeeded(), scriptName: last, logTail: tail.toString() } : succeeded();
}

async function readAppspec(archiveDir: string): Promise<Appspec> {
  for (const name of ["appspec.yml", "appspec.yaml"]) {
    const file = join(archiveDir, name);
    if (existsSync(file))
      return parseAppspec(await readFile(confine(archiveDir, name, "The file"), "utf8"));
  }
  throw new AppspecError(
    'The CodeDeploy agent did not find an AppSpec file within the unpacked revision directory at revision-relative path "appspec.yml".',
  );
}

/** A clean environment: what the agent's documentation names, and where things are on this machine. */
async function environment(
  host: AgentHost,
  job: AgentJob,
  appspec: Appspec,
): Promise<Record<string, string>> {
  const root = rootOf(host);
  const home = join(root, "home/ec2-user");
  const temporary = join(root, "tmp");
  await mkdir(home, { recursive: true });
  await mkdir(temporary, { recursive: true });
  const destination = appspec.files[0]?.destination;
  return {
    PATH: `${dirname(process.execPath)}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
    HOME: home,
    TMPDIR: temporary,
    LANG: "C.UTF-8",
    APPLICATION_NAME: job.applicationName,
    DEPLOYMENT_ID: job.deploymentId,
    DEPLOYMENT_GROUP_NAME: job.deploymentGroupName,
    DEPLOYMENT_GROUP_ID: job.deploymentGroupId,
    LIFECYCLE_EVENT: job.event,
    BUNDLE_BUCKET: job.bundle.bucket,
    BUNDLE_KEY: job.bundle.key,
    ...(job.bundle.version ? { BUNDLE_VERSION: job.bundle.version } : {}),
    ...(job.bundle.eTag ? { BUNDLE_ETAG: job.bundle.eTag } : {}),
    INSTANCE_ID: host.id,
    INSTANCE_ADDRESS: host.address,
    INSTANCE_ROOT: root,
    APP_ROOT: destination ? confine(root, destination, "The destination") : root,
  };
}

/**
 * Ends what is left of a hook that ran when the lab was killed, so that it can run again; with
 * `cut` also what the hook of that event had put into the background.
 */
export async function endInterruptedHook(
  host: AgentHost,
  cut?: { deploymentId: string; event: string },
): Promise<void> {
  try {
    const file = join(agentDir(host), "running-hook.json");
    const left: ProcessRef = JSON.parse(await readFile(file, "utf8"));
    if (findProcess(left.pid)?.startTime === left.startTime) killGroup(left, "SIGKILL");
  } catch {
    // No hook ran.
  }
  noteHook(agentDir(host), undefined);
  if (!cut) return;
  const more = { DEPLOYMENT_ID: cut.deploymentId, LIFECYCLE_EVENT: cut.event };
  await endProcesses(() => processesOfInstance(host.id, more), 2000);
}

async function dropOldRevisions(host: AgentHost, job: AgentJob): Promise<void> {
  const base = join(agentDir(host), "deployments");
  const seen: { name: string; at: number }[] = [];
  for (const name of await readdir(base)) {
    if (name === job.deploymentId || name === job.previousDeploymentId) continue;
    seen.push({ name, at: (await stat(join(base, name))).mtimeMs });
  }
  seen.sort((a, b) => b.at - a.at);
  for (const { name } of seen.slice(KEPT_REVISIONS - 1)) {
    await rm(join(base, name), { recursive: true, force: true });
  }
}

function succeeded(): EventDiagnostics {
  return { errorCode: "Success", scriptName: "", message: "Succeeded", logTail: "" };
}
