/** Labelled sample pipelines with one finished execution each, so that lists can be measured. */
import { randomUUID } from "node:crypto";
import type { Store } from "../../core/contracts.ts";
import type { Engine } from "./engine.ts";
import type { ExecutionRecord, PipelineDeclaration, StageRun } from "./model.ts";
import { addPipeline } from "./pipelines.ts";

const STAGES = ["Source", "Build", "Production"];

/** Named `bulk-0001…`; those that exist are left as they are. */
export function makeBulkPipelines(
  store: Store,
  engine: Engine,
  template: PipelineDeclaration,
  count: number,
) {
  // One transaction: a thousand single ones would wait for the disk a thousand times.
  return store.transaction(() => makeAll(engine, template, count));
}

function makeAll(engine: Engine, template: PipelineDeclaration, count: number) {
  const executions: ExecutionRecord[] = [];
  let made = 0;
  for (let index = 1; index <= count; index++) {
    const name = `bulk-${String(index).padStart(4, "0")}`;
    if (engine.has(name)) continue;
    made += 1;
    const record = addPipeline(engine, { ...template, name }, [
      { key: "sample-data", value: "bulk" },
    ]);
    const execution = anExecution(name, index);
    for (const stage of Object.keys(execution.stages)) record.latestInStage[stage] = execution.id;
    record.lastNumber = 1;
    engine.save(record);
    executions.push(execution);
  }
  engine.importExecutions(executions);
  return { pipelines: made };
}

function anExecution(pipeline: string, index: number): ExecutionRecord {
  const end = Date.now() / 1000 - index * 60;
  const start = end - 180;
  const failed = index % 7 === 0;
  const stages: Record<string, StageRun> = {};
  STAGES.forEach((stage, place) => {
    const status = failed && place === 1 ? "Failed" : "Succeeded";
    if (failed && place === 2) return;
    stages[stage] = {
      status,
      cycle: 1,
      startedAt: start + place * 60,
      updatedAt: start + place * 60 + 50,
      autoRetries: 0,
      manualRetries: 0,
      actions: [
        {
          id: randomUUID(),
          action: stage,
          cycle: 1,
          status,
          startTime: start + place * 60,
          lastUpdateTime: start + place * 60 + 50,
          summary: "Sample data",
          inputs: [],
          outputs: [],
        },
      ],
    };
  });
  const id = randomUUID();
  return {
    id,
    pipeline,
    number: 1,
    version: 1,
    mode: "SUPERSEDED",
    type: "STANDARD",
    status: failed ? "Failed" : "Succeeded",
    startTime: start,
    lastUpdateTime: end,
    trigger: { triggerType: "CloudWatchEvent", triggerDetail: "sample data" },
    position: { at: "ended" },
    stages,
    revisions: [
      {
        actionName: "Source",
        revisionId: randomUUID().replaceAll("-", ""),
        revisionSummary: `Sample change ${index}`,
        artifact: "SourceOutput",
        created: start,
      },
    ],
    artifacts: {},
    variables: { codepipeline: { PipelineExecutionId: id } },
    sourceOverrides: [],
    attempt: 1,
  };
}
