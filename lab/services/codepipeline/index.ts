/** CodePipeline: the operations on the wire, and the engine behind them. */
import type { Lab, Service } from "../../core/contracts.ts";
import { makeBulkPipelines } from "./bulk.ts";
import { bulkTemplate } from "./bulk-template.ts";
import { type ActionDriver, createActionDriver } from "./drive-actions.ts";
import { createEngine, type Engine } from "./engine.ts";
import { eventOf } from "./events.ts";
import { executionOperations } from "./executions.ts";
import type { Effect } from "./machine/machine.ts";
import { pipelineOperations } from "./pipelines.ts";
import { startOnMissedObjects, startOnObjectCreated } from "./triggers.ts";

const engines = new WeakMap<Lab, Engine>();

/** The engine of a lab's CodePipeline, for the seed: CreatePipeline would also start an execution. */
export function pipelineEngine(lab: Lab): Engine {
  const engine = engines.get(lab);
  if (!engine) throw new Error("CodePipeline is not loaded.");
  return engine;
}

export default function createCodePipeline(lab: Lab): Service {
  let driver: ActionDriver | undefined;
  const engine = createEngine(lab, (effect) => release(effect));
  driver = createActionDriver(lab, engine);
  engines.set(lab, engine);

  function release(effect: Effect): void {
    const { execution } = effect;
    if (effect.kind === "start-action") {
      driver?.start(execution, effect.stage, effect.run);
      return;
    }
    if (effect.kind === "abandon-action") {
      driver?.abandon(execution, effect.stage, effect.run);
      return;
    }
    const declaration = engine.declaration(execution.pipeline, execution.version);
    const event = eventOf(lab, effect, declaration);
    if (event) lab.emit(event);
  }

  return {
    name: "codepipeline",
    protocol: "json1.1",
    targetPrefix: "CodePipeline_20150709",
    operations: { ...pipelineOperations(lab, engine), ...executionOperations(lab, engine) },
    async start() {
      lab.onEvent((event) => {
        startOnObjectCreated(lab, engine, event);
        driver?.onEvent(event);
      });
      for (const { name } of engine.pipelines()) {
        const waits = engine.executions(name).some((one) => one.position.at === "inbound");
        if (waits) engine.run(name, () => undefined);
      }
      driver?.resume();
      startOnMissedObjects(lab, engine);
    },
    async bulk(wanted) {
      if (!wanted.pipelines) return undefined;
      return makeBulkPipelines(lab.store, engine, bulkTemplate, wanted.pipelines);
    },
  };
}
