import { describe, expect, it } from "vitest";
import { retryStage } from "../../../../lab/services/codepipeline/machine/retry-stage.ts";
import { rollbackStage } from "../../../../lab/services/codepipeline/machine/rollback-stage.ts";
import { aMachine, anAction, aStage } from "./a-machine.ts";

const coded = (code: string) => expect.objectContaining({ code });
const byHand = { triggerType: "ManualRollback", triggerDetail: "arn:me" };

describe("RetryStageExecution", () => {
  const twoActions = () =>
    aMachine({
      stages: [aStage("Source"), aStage("Build", { actions: [anAction("A"), anAction("B")] })],
    });
  const failOne = (machine: ReturnType<typeof twoActions>) => {
    const one = machine.start();
    machine.end(one, "Source");
    const [a, b] = one.stages.Build?.actions ?? [];
    if (!a || !b) throw new Error("Build did not start");
    return { one, a, b };
  };

  it("runs the failed actions again on the same execution id", async () => {
    const machine = twoActions();
    const { one, a, b } = failOne(machine);
    const { settleAction } = await import(
      "../../../../lab/services/codepipeline/machine/run-actions.ts"
    );
    machine.run((m) => settleAction(m, one, "Build", a.id, { status: "Succeeded" }));
    expect(machine.where(one)).toBe("stage Build");
    machine.run((m) => settleAction(m, one, "Build", b.id, { status: "Failed" }));
    expect(machine.where(one)).toBe("Failed");
    machine.run((m) => retryStage(m, "Build", one.id, "FAILED_ACTIONS"));
    const open = one.stages.Build?.actions.filter((run) => run.status === "InProgress");
    expect(open?.map((run) => run.action)).toEqual(["B"]);
    expect(one).toMatchObject({ status: "InProgress", attempt: 2 });
    expect(one.stages.Build).toMatchObject({
      manualRetries: 1,
      latestRetryTrigger: "ManualStageRetry",
    });
    machine.end(one, "Build");
    expect(machine.where(one)).toBe("Succeeded");
    expect(machine.events()).toContain("1 pipeline RESUMED");
  });

  it("ALL_ACTIONS runs all of them again", () => {
    const machine = twoActions();
    const { one } = failOne(machine);
    machine.end(one, "Build", "Failed");
    machine.run((m) => retryStage(m, "Build", one.id, "ALL_ACTIONS"));
    const open = one.stages.Build?.actions.filter((run) => run.status === "InProgress");
    expect(open?.map((run) => run.action)).toEqual(["A", "B"]);
  });

  it.each([
    ["a stage that succeeded", "Source", "StageNotRetryableException"],
    ["a stage that was not reached", "Deploy", "NotLatestPipelineExecutionException"],
    ["an unknown stage", "Nowhere", "StageNotFoundException"],
  ])("refuses %s", (_what, stage, code) => {
    const { start, end, run } = aMachine();
    const one = start();
    end(one, "Source");
    end(one, "Build", "Failed");
    expect(() => run((m) => retryStage(m, stage, one.id, "FAILED_ACTIONS"))).toThrow(coded(code));
  });

  it("refuses an execution whose stage another one has entered since", () => {
    const { start, end, run } = aMachine();
    const one = start();
    end(one, "Source");
    end(one, "Build", "Failed");
    const two = start();
    end(two, "Source");
    expect(() => run((m) => retryStage(m, "Build", one.id, "FAILED_ACTIONS"))).toThrow(
      coded("NotLatestPipelineExecutionException"),
    );
  });

  it("refuses while the stage still runs, and after the structure changed", () => {
    const { start, end, run, update } = aMachine();
    const one = start();
    end(one, "Source");
    expect(() => run((m) => retryStage(m, "Build", one.id, "FAILED_ACTIONS"))).toThrow(
      coded("StageNotRetryableException"),
    );
    end(one, "Build", "Failed");
    update([aStage("Source"), aStage("Build")]);
    expect(() => run((m) => retryStage(m, "Build", one.id, "FAILED_ACTIONS"))).toThrow(
      coded("StageNotRetryableException"),
    );
  });
});

describe("onFailure RETRY", () => {
  it("tries once more by itself and then fails", () => {
    const { start, end, where } = aMachine({
      stages: [aStage("Source"), aStage("Build", { onFailure: { result: "RETRY" } })],
    });
    const one = start();
    end(one, "Source");
    end(one, "Build", "Failed");
    expect(where(one)).toBe("stage Build");
    expect(one.stages.Build).toMatchObject({
      autoRetries: 1,
      latestRetryTrigger: "AutomatedStageRetry",
    });
    end(one, "Build", "Failed");
    expect(where(one)).toBe("Failed");
  });
});

describe("RollbackStage", () => {
  const through = (machine: ReturnType<typeof aMachine>) => {
    const execution = machine.start();
    for (const stage of ["Source", "Build", "Deploy"]) machine.end(execution, stage);
    return execution;
  };

  it("is a new execution of type ROLLBACK in that stage, with the target's artifacts", () => {
    const machine = aMachine();
    const good = through(machine);
    good.artifacts.Package = { name: "Package", bucket: "artifacts", key: "sample/Package/1" };
    through(machine);
    const rollback = machine.run((m) => rollbackStage(m, "Deploy", good.id, byHand));
    expect(rollback).toMatchObject({
      type: "ROLLBACK",
      rollbackTarget: good.id,
      trigger: byHand,
      artifacts: good.artifacts,
    });
    expect(machine.where(rollback)).toBe("stage Deploy");
    expect(machine.m.pipeline.latestInStage.Deploy).toBe(rollback.id);
    machine.end(rollback, "Deploy");
    expect(machine.where(rollback)).toBe("Succeeded");
    expect(() => machine.run((m) => rollbackStage(m, "Deploy", rollback.id, byHand))).toThrow(
      coded("UnableToRollbackStageException"),
    );
  });

  it("refuses the source stage, strangers, failed targets, running stages and older structures", () => {
    const machine = aMachine();
    const good = through(machine);
    const bad = machine.start();
    machine.end(bad, "Source");
    machine.end(bad, "Build", "Failed");
    const refuse = (stage: string, target: string, code: string) =>
      expect(() => machine.run((m) => rollbackStage(m, stage, target, byHand))).toThrow(
        coded(code),
      );
    refuse("Source", good.id, "UnableToRollbackStageException");
    refuse("Build", bad.id, "UnableToRollbackStageException");
    refuse("Nowhere", good.id, "StageNotFoundException");
    refuse("Build", "stranger", "PipelineExecutionNotFoundException");
    const busy = machine.start();
    machine.end(busy, "Source");
    refuse("Build", good.id, "UnableToRollbackStageException");
    machine.end(busy, "Build", "Failed");
    machine.update([aStage("Source"), aStage("Build"), aStage("Verify")]);
    refuse("Build", good.id, "PipelineExecutionOutdatedException");
  });

  it("is refused in PARALLEL mode", () => {
    const machine = aMachine({ mode: "PARALLEL" });
    const good = through(machine);
    expect(() => machine.run((m) => rollbackStage(m, "Deploy", good.id, byHand))).toThrow(
      coded("UnableToRollbackStageException"),
    );
  });
});

describe("onFailure ROLLBACK", () => {
  const machine = () =>
    aMachine({
      stages: [aStage("Source"), aStage("Deploy", { onFailure: { result: "ROLLBACK" } })],
    });

  it("returns to the latest execution that succeeded in the stage", () => {
    const { start, end, where, m } = machine();
    const first = start();
    end(first, "Source");
    end(first, "Deploy");
    const good = start();
    end(good, "Source");
    end(good, "Deploy");
    const bad = start();
    end(bad, "Source");
    end(bad, "Deploy", "Failed");
    const rollback = m.executions.at(-1);
    expect(rollback).toMatchObject({
      type: "ROLLBACK",
      rollbackTarget: good.id,
      trigger: { triggerType: "AutomatedRollback", triggerDetail: bad.id },
    });
    if (!rollback) throw new Error("no rollback");
    expect(where(rollback)).toBe("stage Deploy");
    end(rollback, "Deploy", "Failed");
    // A rollback that fails starts no other one.
    expect(m.executions.at(-1)).toBe(rollback);
  });

  it("goes before executions that wait, and replaces none of them", () => {
    const { start, end, where, m } = machine();
    const good = start();
    end(good, "Source");
    end(good, "Deploy");
    const bad = start();
    end(bad, "Source");
    const next = start();
    end(next, "Source");
    end(bad, "Deploy", "Failed");
    const rollback = m.executions.at(-1);
    if (!rollback) throw new Error("no rollback");
    expect([where(rollback), where(next)]).toEqual(["stage Deploy", "inbound Deploy"]);
    end(rollback, "Deploy");
    expect(where(next)).toBe("stage Deploy");
  });

  it("does nothing when nothing ever succeeded there", () => {
    const { start, end, m } = machine();
    const bad = start();
    end(bad, "Source");
    end(bad, "Deploy", "Failed");
    expect(m.executions).toEqual([bad]);
  });
});
