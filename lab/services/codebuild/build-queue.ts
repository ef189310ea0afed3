/** Builds that wait and run: at most two at a time, and settled after a restart of the lab. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Lab } from "../../core/contracts.ts";
import { createBuildLog } from "./build-log.ts";
import { emitState } from "./events.ts";
import { type BuildRecord, PhaseFailure } from "./model.ts";
import { beginPhase, closeBuild, endPhase } from "./phases.ts";
import { runBuild } from "./run-build.ts";
import { endStragglers } from "./stragglers.ts";

const AT_A_TIME = 2;

export interface BuildQueue {
  get(id: string): BuildRecord | undefined;
  /** Oldest first. */
  list(): BuildRecord[];
  add(record: BuildRecord): void;
  remove(id: string): void;
  /** Ends a running or waiting build as STOPPED; one that has ended is left alone. */
  stop(id: string): void;
  /** Fails what the last stop or kill cut off and runs what had not begun. */
  resume(): void;
  /** The lab stops: running builds end here and are told as cut at the next start. */
  shutDown(): Promise<void>;
}

export function createBuildQueue(lab: Lab): BuildQueue {
  const stored = lab.store.collection<BuildRecord>("codebuild.builds");
  const records = new Map(stored.list().map((one) => [one.build.id, one]));
  const running = new Map<string, AbortController>();
  const ending = new Set<Promise<void>>();
  const waiting: string[] = [];
  let down = false;

  const save = (record: BuildRecord) => {
    if (!down) stored.put(record.build.id, record);
  };
  const settle = (record: BuildRecord, failure: PhaseFailure) => {
    closeBuild(lab, record.build, failure);
    save(record);
    emitState(lab, record.build);
  };

  function pump(): void {
    while (!down && running.size < AT_A_TIME && waiting.length > 0) {
      const record = records.get(waiting.shift() ?? "");
      if (!record || record.build.buildComplete) continue;
      const done: Promise<void> = begin(record).finally(() => ending.delete(done));
      ending.add(done);
    }
  }

  async function begin(record: BuildRecord): Promise<void> {
    const { build } = record;
    const control = new AbortController();
    running.set(build.id, control);
    const queued = build.phases.find((phase) => phase.phaseType === "QUEUED");
    if (queued) endPhase(lab, build, queued);
    save(record);
    const cancel = lab.after(build.timeoutInMinutes * 60_000, () =>
      control.abort(new PhaseFailure("BUILD_TIMED_OUT", "Build has timed out.", "TIMED_OUT")),
    );
    const folder = join(lab.stateDir, "codebuild");
    try {
      await runBuild({
        lab,
        record,
        log: createBuildLog(lab.logWriter(build.logs.groupName, build.logs.streamName)),
        root: join(folder, "builds", build.id.replace(":", "-")),
        cacheDir: join(folder, "npm-cache"),
        signal: control.signal,
        save: () => save(record),
      });
    } catch (error) {
      lab.log("codebuild", "A build could not be ended cleanly.", {
        build: build.id,
        error: error instanceof Error ? error.stack : String(error),
      });
      if (!build.buildComplete) {
        closeBuild(
          lab,
          build,
          new PhaseFailure("INTERNAL_ERROR", "The build ended unexpectedly.", "FAULT"),
        );
        save(record);
      }
    } finally {
      cancel();
      running.delete(build.id);
      if (!down) emitState(lab, build);
      pump();
    }
  }

  return {
    get: (id) => records.get(id),
    list: () => [...records.values()],
    add(record) {
      const { build } = record;
      const submitted = beginPhase(build, "SUBMITTED");
      endPhase(lab, build, submitted);
      beginPhase(build, "QUEUED");
      records.set(build.id, record);
      save(record);
      emitState(lab, build);
      waiting.push(build.id);
      pump();
    },
    remove(id) {
      records.delete(id);
      stored.delete(id);
    },
    stop(id) {
      const record = records.get(id);
      if (!record || record.build.buildComplete) return;
      const stopped = new PhaseFailure(
        "BUILD_STOPPED",
        "The build was stopped on request.",
        "STOPPED",
      );
      const control = running.get(id);
      if (control) control.abort(stopped);
      else settle(record, stopped);
    },
    resume() {
      for (const record of records.values()) {
        const { build } = record;
        if (build.buildComplete) continue;
        if (build.currentPhase === "QUEUED") {
          waiting.push(build.id);
          continue;
        }
        endStragglers(build.id);
        const message =
          "The build was cut off because the lab stopped while it ran. Start it again.";
        const writer = lab.logWriter(build.logs.groupName, build.logs.streamName);
        const log = createBuildLog(writer);
        log.line(message);
        void log.end();
        settle(record, new PhaseFailure("INTERNAL_ERROR", message, "FAILED"));
      }
      const builds = join(lab.stateDir, "codebuild", "builds");
      rmSync(builds, { recursive: true, force: true, maxRetries: 3 });
      pump();
    },
    async shutDown() {
      down = true;
      for (const [id, control] of running) {
        control.abort(new PhaseFailure("BUILD_STOPPED", "The lab stopped.", "FAILED"));
        endStragglers(id);
      }
      await Promise.allSettled(ending);
    },
  };
}
