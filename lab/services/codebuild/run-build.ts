/** One build from PROVISIONING to COMPLETED. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Lab } from "../../core/contracts.ts";
import type { BuildLog } from "./build-log.ts";
import type { Buildspec, BuildspecPhase } from "./buildspec.ts";
import { uploadArtifacts } from "./collect-artifacts.ts";
import {
  type BuildDirectories,
  baseEnvironment,
  makeDirectories,
  resolveEnvironment,
} from "./environment.ts";
import { type BuildRecord, PhaseFailure, type PhaseType } from "./model.ts";
import { asFailure, beginPhase, closeBuild, endPhase } from "./phases.ts";
import { prepareSource } from "./prepare-source.ts";
import { takeReports } from "./reports.ts";
import { endGroup, runCommand, type Shell } from "./run-command.ts";
import { endStragglers } from "./stragglers.ts";

export interface BuildRun {
  lab: Lab;
  record: BuildRecord;
  log: BuildLog;
  /** Its own directory, removed at the end. */
  root: string;
  cacheDir: string;
  /** Aborted with a PhaseFailure as its reason: a timeout or a stop. */
  signal: AbortSignal;
  /** Writes the record; called after each change that people can see. */
  save(): void;
}

type CommandPhase = "install" | "pre_build" | "build" | "post_build";
const COMMAND_PHASES: [CommandPhase, PhaseType][] = [
  ["install", "INSTALL"],
  ["pre_build", "PRE_BUILD"],
  ["build", "BUILD"],
  ["post_build", "POST_BUILD"],
];

/** Never throws: whatever goes wrong becomes a phase that failed. */
export async function runBuild(run: BuildRun): Promise<void> {
  const { lab, record, log, root } = run;
  const { build } = record;
  const groups: number[] = [];
  let failure: PhaseFailure | undefined;
  let ready: Prepared | undefined;

  async function phase(type: PhaseType, work: () => Promise<void>): Promise<boolean> {
    const current = beginPhase(build, type);
    run.save();
    log.line(`Entering phase ${type}`);
    let problem: PhaseFailure | undefined;
    try {
      run.signal.throwIfAborted();
      await work();
    } catch (error) {
      problem = run.signal.aborted ? asFailure(run.signal.reason) : asFailure(error);
      problem = new PhaseFailure(problem.code, log.masked(problem.message), problem.status);
    }
    failure ??= problem;
    endPhase(lab, build, current, problem);
    run.save();
    log.line(`Phase complete: ${type} State: ${problem?.status ?? "SUCCEEDED"}`);
    log.line(
      `Phase context status code: ${problem?.code ?? ""} Message: ${problem?.message ?? ""}`,
    );
    return !problem;
  }

  try {
    await phase("PROVISIONING", async () => {});
    const downloaded = await phase("DOWNLOAD_SOURCE", async () => {
      ready = await prepare(run);
    });
    let reported = false;
    const reports = () => {
      if (reported || !ready) return;
      reported = true;
      const arns = takeReports(lab, build, ready.buildspec, ready.directories.source, log.line);
      if (arns.length > 0) build.reportArns = arns;
    };
    if (downloaded && ready) {
      const { buildspec, directories }: Prepared = ready;
      const finished = await runCommandPhases(run, ready, groups, phase, () => !failure);
      if (finished && !run.signal.aborted) {
        await phase("UPLOAD_ARTIFACTS", async () => {
          reports();
          if (failure) return;
          const target = record.artifactsTarget;
          const section = buildspec.artifacts;
          build.artifacts = await uploadArtifacts(
            lab,
            build,
            target,
            section,
            directories,
            log.line,
          );
        });
      }
    }
    // Tests that failed early ended the build before its artifacts; their report is still wanted.
    if (!run.signal.aborted) await phase("FINALIZING", async () => reports());
  } finally {
    for (const group of groups) endGroup(group);
    endStragglers(build.id);
    await log.end();
    closeBuild(lab, build, failure);
    run.save();
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  }
}

interface Prepared {
  buildspec: Buildspec;
  directories: BuildDirectories;
  shell: Shell;
}

async function prepare(run: BuildRun): Promise<Prepared> {
  const { lab, record, log } = run;
  const { build } = record;
  rmSync(run.root, { recursive: true, force: true });
  const directories = makeDirectories(run.root);
  const buildspec = await prepareSource(lab, build, directories.source);
  const variables = await resolveEnvironment(
    lab,
    buildspec.env,
    build.environment.environmentVariables ?? [],
  );
  log.mask(variables.secrets);
  const shell: Shell = {
    stateDir: directories.state,
    sourceDir: directories.source,
    environment: { ...baseEnvironment(lab, build, directories, run.cacheDir), ...variables.values },
    keepState: String(buildspec.version) !== "0.1",
  };
  return { buildspec, directories, shell };
}

/** False when a failed phase ended the build before its artifacts. Order and transitions: CodeBuild's user guide. */
async function runCommandPhases(
  run: BuildRun,
  prepared: Prepared,
  groups: number[],
  phase: (type: PhaseType, work: () => Promise<void>) => Promise<boolean>,
  succeeding: () => boolean,
): Promise<boolean> {
  for (const [name, type] of COMMAND_PHASES) {
    const section = prepared.buildspec.phases[name] ?? {};
    const passed = await phase(type, async () => {
      tellRuntimes(run, section);
      await runSection(run, prepared, section, groups, succeeding);
    });
    if (run.signal.aborted) return false;
    if (passed) continue;
    const policy = section["on-failure"];
    // Without a word on it a failed build phase is still followed by post_build.
    const goesOn =
      policy === "CONTINUE" || (!policy && name === "build") || (!policy && name === "post_build");
    if (!goesOn) return false;
  }
  exportVariables(run, prepared);
  return true;
}

async function runSection(
  run: BuildRun,
  prepared: Prepared,
  section: BuildspecPhase,
  groups: number[],
  succeeding: () => boolean,
): Promise<void> {
  let problem: unknown;
  const each = async (commands: string[]) => {
    for (const command of commands) {
      run.signal.throwIfAborted();
      run.log.line(`Running command ${command}`);
      const end = await runCommand(prepared.shell, command, {
        output: run.log.output,
        onStart: (pid) => groups.push(pid),
        signal: run.signal,
        extraEnvironment: { CODEBUILD_BUILD_SUCCEEDING: succeeding() && !problem ? "1" : "0" },
      });
      run.log.endOutput();
      run.signal.throwIfAborted();
      if (end.exitCode === 0) continue;
      const how = end.signal ? `signal: ${end.signal}` : `exit status ${end.exitCode}`;
      const message = `Error while executing command: ${command}. Reason: ${how}`;
      run.log.line(`Command did not exit successfully ${command} ${how}`);
      throw new PhaseFailure("COMMAND_EXECUTION_ERROR", message);
    }
  };
  try {
    await each(section.commands ?? []);
  } catch (error) {
    problem = error;
  }
  if (section.finally && !run.signal.aborted) {
    run.log.line("Running finally commands");
    try {
      await each(section.finally);
    } catch (error) {
      problem ??= error;
    }
  }
  if (problem) throw problem;
}

function tellRuntimes(run: BuildRun, section: BuildspecPhase): void {
  for (const [runtime, version] of Object.entries(section["runtime-versions"] ?? {})) {
    const has = runtime === "nodejs" ? `Node.js ${process.version}` : "what this machine has";
    run.log.line(`Selecting '${runtime}' runtime version '${version}': the lab uses ${has}`);
  }
}

/** `exported-variables`: what the shell's environment holds at the end. Secrets are not given out. */
function exportVariables(run: BuildRun, prepared: Prepared): void {
  const wanted = prepared.buildspec.env?.["exported-variables"] ?? [];
  if (wanted.length === 0) return;
  let saved = "";
  try {
    saved = readFileSync(join(prepared.shell.stateDir, "environment"), "utf8");
  } catch {
    // No command ran.
  }
  run.record.build.exportedEnvironmentVariables = wanted.flatMap((name) => {
    const line = new RegExp(
      `^declare -x ${name.replace(/\W/g, "")}="((?:[^"\\\\]|\\\\.)*)"`,
      "m",
    ).exec(saved);
    const value = line?.[1]?.replace(/\\(.)/gs, "$1") ?? prepared.shell.environment[name];
    return value === undefined ? [] : [{ name, value: run.log.masked(value) }];
  });
}
