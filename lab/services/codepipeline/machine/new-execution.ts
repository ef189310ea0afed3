/** The record of an execution that has not come to any stage yet. */
import type { ExecutionRecord, Trigger } from "../model.ts";
import { type Machine, touch } from "./machine.ts";

/** A blank record with the next number, not yet at any stage. */
export function newExecution(
  m: Machine,
  trigger: Trigger,
  type: ExecutionRecord["type"],
): ExecutionRecord {
  const id = m.newId();
  m.pipeline.lastNumber += 1;
  const execution: ExecutionRecord = {
    id,
    pipeline: m.pipeline.name,
    number: m.pipeline.lastNumber,
    version: m.pipeline.version,
    mode: m.pipeline.declaration.executionMode ?? "SUPERSEDED",
    type,
    status: "InProgress",
    startTime: m.now,
    lastUpdateTime: m.now,
    trigger,
    position: { at: "ended" },
    stages: {},
    revisions: [],
    artifacts: {},
    variables: { codepipeline: { PipelineExecutionId: id } },
    sourceOverrides: [],
    attempt: 1,
  };
  m.executions.push(execution);
  touch(m, execution);
  return execution;
}
