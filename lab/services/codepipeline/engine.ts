/**
 * Runs the state machines: loads records, applies one command at a time, writes what changed in one
 * transaction, and only then lets the effects out (events, starting and abandoning actions).
 */
import { randomUUID } from "node:crypto";
import { AwsError } from "../../core/aws-error.ts";
import type { Lab } from "../../core/contracts.ts";
import { advance } from "./machine/advance.ts";
import type { Effect, Machine } from "./machine/machine.ts";
import type { ExecutionRecord, PipelineDeclaration, PipelineRecord } from "./model.ts";

/** AWS keeps the history of twelve months; the lab keeps this many executions per pipeline. */
const HISTORY = 1_000;

export interface Engine {
  pipelines(): PipelineRecord[];
  /** @throws AwsError PipelineNotFoundException */
  pipeline(name: string): PipelineRecord;
  has(name: string): boolean;
  /** Oldest first. */
  executions(name: string): ExecutionRecord[];
  declaration(name: string, version: number): PipelineDeclaration | undefined;
  /** Adds a pipeline or a new version of its structure. */
  save(pipeline: PipelineRecord): void;
  /** Adds finished executions as they are (labelled sample data). */
  importExecutions(executions: ExecutionRecord[]): void;
  remove(name: string): void;
  /** One command on one pipeline: synchronous, all or nothing on disk. */
  run<T>(name: string, command: (m: Machine) => T): T;
}

const versionKey = (name: string, version: number) => `${name}/${String(version).padStart(8, "0")}`;
const executionKey = (execution: ExecutionRecord) =>
  `${execution.pipeline}/${String(execution.number).padStart(8, "0")}`;

export function createEngine(lab: Lab, onEffect: (effect: Effect) => void): Engine {
  const pipelines = lab.store.collection<PipelineRecord>("codepipeline.pipelines");
  const versions = lab.store.collection<PipelineDeclaration>("codepipeline.versions");
  const stored = lab.store.collection<ExecutionRecord>("codepipeline.executions");
  const loaded = new Map<string, PipelineRecord>(pipelines.list().map((one) => [one.name, one]));
  const history = new Map<string, ExecutionRecord[]>();
  for (const execution of stored.list()) {
    const list = history.get(execution.pipeline) ?? [];
    list.push(execution);
    history.set(execution.pipeline, list);
  }
  for (const list of history.values()) list.sort((a, b) => a.number - b.number);

  const engine: Engine = {
    pipelines: () => [...loaded.values()],
    has: (name) => loaded.has(name),
    pipeline(name) {
      const found = loaded.get(name);
      if (!found) {
        throw new AwsError(
          "PipelineNotFoundException",
          `Account '${lab.account}' does not have a pipeline with name '${name}'`,
        );
      }
      return found;
    },
    executions: (name) => history.get(name) ?? [],
    declaration: (name, version) => versions.get(versionKey(name, version)),
    save(pipeline) {
      lab.store.transaction(() => {
        pipelines.put(pipeline.name, pipeline);
        versions.put(versionKey(pipeline.name, pipeline.version), pipeline.declaration);
      });
      loaded.set(pipeline.name, pipeline);
    },
    importExecutions(executions) {
      lab.store.transaction(() => {
        for (const one of executions) stored.put(executionKey(one), one);
      });
      for (const one of executions) {
        history.set(one.pipeline, [...(history.get(one.pipeline) ?? []), one]);
      }
    },
    remove(name) {
      lab.store.transaction(() => {
        for (const execution of engine.executions(name)) stored.delete(executionKey(execution));
        for (const one of versions.list(`${name}/`)) {
          versions.delete(versionKey(name, one.version ?? 1));
        }
        pipelines.delete(name);
      });
      loaded.delete(name);
      history.delete(name);
    },
    run(name, command) {
      const pipeline = engine.pipeline(name);
      const executions = engine.executions(name);
      history.set(name, executions);
      const m: Machine = {
        pipeline,
        executions,
        declarationOf: (version) =>
          version === pipeline.version
            ? pipeline.declaration
            : (engine.declaration(name, version) ?? pipeline.declaration),
        now: Date.now() / 1000,
        newId: randomUUID,
        effects: [],
        touched: new Set(),
      };
      const answer = command(m);
      advance(m);
      lab.store.transaction(() => {
        pipelines.put(name, pipeline);
        for (const execution of m.touched) stored.put(executionKey(execution), execution);
        while (executions.length > HISTORY && executions[0]?.position.at === "ended") {
          const oldest = executions.shift();
          if (oldest) stored.delete(executionKey(oldest));
        }
      });
      for (const effect of m.effects) onEffect(effect);
      return answer;
    },
  };
  return engine;
}
