import { describe, expect, it } from "vitest";
import { settleAction } from "../../../../lab/services/codepipeline/machine/run-actions.ts";
import { setTransition } from "../../../../lab/services/codepipeline/machine/transitions.ts";
import { aMachine, anAction, aStage } from "./a-machine.ts";

describe("one execution", () => {
  it("goes through all stages and tells of each step", () => {
    const { start, end, where, events } = aMachine();
    const one = start();
    end(one, "Source");
    end(one, "Build");
    expect(where(one)).toBe("stage Deploy");
    end(one, "Deploy");
    expect(where(one)).toBe("Succeeded");
    expect(events()).toEqual([
      "1 pipeline STARTED",
      "1 Source STARTED",
      "1 SourceAction STARTED",
      "1 SourceAction SUCCEEDED",
      "1 Source SUCCEEDED",
      "1 Build STARTED",
      "1 BuildAction STARTED",
      "1 BuildAction SUCCEEDED",
      "1 Build SUCCEEDED",
      "1 Deploy STARTED",
      "1 DeployAction STARTED",
      "1 DeployAction SUCCEEDED",
      "1 Deploy SUCCEEDED",
      "1 pipeline SUCCEEDED",
    ]);
  });

  it("runs actions of one runOrder together and the next order after them", () => {
    const { start, m, run } = aMachine({
      stages: [
        aStage("Source"),
        aStage("Build", {
          actions: [anAction("Lint"), anAction("Test"), anAction("Package", { runOrder: 2 })],
        }),
      ],
    });
    const one = start();
    const running = () =>
      Object.values(one.stages).flatMap((stage) =>
        stage.actions.filter((action) => action.status === "InProgress").map((a) => a.action),
      );
    const end = (name: string) =>
      run((machine) => {
        const [stage, stageRun] = Object.entries(one.stages).find(([, candidate]) =>
          candidate.actions.some((a) => a.action === name && a.status === "InProgress"),
        ) as [string, (typeof one.stages)[string]];
        const action = stageRun.actions.find((a) => a.action === name);
        if (!action) throw new Error(`${name} does not run`);
        return settleAction(machine, one, stage, action.id, { status: "Succeeded" });
      });
    end("SourceAction");
    expect(running()).toEqual(["Lint", "Test"]);
    end("Test");
    expect(running()).toEqual(["Lint"]);
    end("Lint");
    expect(running()).toEqual(["Package"]);
    expect(m.executions).toHaveLength(1);
  });
});

describe("SUPERSEDED", () => {
  it("replaces only an execution that waits between stages", () => {
    const { start, end, where, m } = aMachine();
    const [one, two, three] = [start(), start(), start()];
    expect([one, two, three].map(where)).toEqual(["stage Source", "Superseded", "inbound Source"]);
    end(one, "Source");
    expect(where(three)).toBe("stage Source");
    end(three, "Source");
    expect([where(one), where(three)]).toEqual(["stage Build", "inbound Build"]);
    expect(m.pipeline.latestInStage).toEqual({ Source: three.id, Build: one.id });
    end(one, "Build");
    expect([where(one), where(three)]).toEqual(["stage Deploy", "stage Build"]);
  });

  it("unlocks a stage that failed for the one that waits", () => {
    const { start, end, where } = aMachine();
    const one = start();
    end(one, "Source");
    const two = start();
    end(two, "Source");
    expect(where(two)).toBe("inbound Build");
    end(one, "Build", "Failed");
    expect([where(one), where(two)]).toEqual(["Failed", "stage Build"]);
  });
});

describe("QUEUED", () => {
  it("lets executions through in order and replaces none", () => {
    const { start, end, where } = aMachine({ mode: "QUEUED" });
    const [one, two, three] = [start(), start(), start()];
    expect([one, two, three].map(where)).toEqual([
      "stage Source",
      "inbound Source",
      "inbound Source",
    ]);
    end(one, "Source");
    expect([one, two, three].map(where)).toEqual(["stage Build", "stage Source", "inbound Source"]);
  });

  it("refuses the fifty-first execution under way", () => {
    const { start } = aMachine({ mode: "QUEUED" });
    for (let count = 0; count < 50; count++) start();
    expect(start).toThrow(
      expect.objectContaining({ code: "ConcurrentPipelineExecutionsLimitExceededException" }),
    );
  });
});

describe("PARALLEL", () => {
  it("locks no stage", () => {
    const { start, end, where } = aMachine({ mode: "PARALLEL" });
    const [one, two] = [start(), start()];
    expect([one, two].map(where)).toEqual(["stage Source", "stage Source"]);
    end(two, "Source");
    end(one, "Source");
    expect([one, two].map(where)).toEqual(["stage Build", "stage Build"]);
  });
});

describe("transitions", () => {
  const off = { stageName: "Deploy", transitionType: "Inbound" as const, reason: "Freeze" };

  it("hold executions back, and the newest enters when they are enabled again", () => {
    const { start, end, where, run, m } = aMachine();
    run((machine) => setTransition(machine, off, false, "arn:me"));
    const one = start();
    end(one, "Source");
    end(one, "Build");
    expect(where(one)).toBe("inbound Deploy");
    const two = start();
    end(two, "Source");
    end(two, "Build");
    expect([where(one), where(two)]).toEqual(["Superseded", "inbound Deploy"]);
    expect(m.pipeline.transitions.Deploy).toMatchObject({
      enabled: false,
      disabledReason: "Freeze",
      lastChangedBy: "arn:me",
    });
    run((machine) => setTransition(machine, off, true, "arn:me"));
    expect(where(two)).toBe("stage Deploy");
    expect(m.pipeline.transitions.Deploy?.disabledReason).toBeUndefined();
  });

  it("outbound is the next stage's inbound, and the last stage has none", () => {
    const { run, m } = aMachine();
    const outbound = { ...off, stageName: "Build", transitionType: "Outbound" as const };
    run((machine) => setTransition(machine, outbound, false, "arn:me"));
    expect(m.pipeline.transitions.Deploy?.enabled).toBe(false);
    const last = { ...outbound, stageName: "Deploy" };
    expect(() => run((machine) => setTransition(machine, last, false, "arn:me"))).toThrow(
      expect.objectContaining({ code: "ValidationException" }),
    );
    const unknown = { ...off, stageName: "Nowhere" };
    expect(() => run((machine) => setTransition(machine, unknown, false, "arn:me"))).toThrow(
      expect.objectContaining({ code: "StageNotFoundException" }),
    );
  });
});

describe("an update of the structure", () => {
  it("cancels executions that still have stages before them", () => {
    const { start, end, where, update } = aMachine();
    const one = start();
    update([aStage("Source"), aStage("Build"), aStage("Verify")]);
    expect(where(one)).toBe("stage Source");
    end(one, "Source");
    expect(where(one)).toBe("Cancelled");
    const two = start();
    end(two, "Source");
    end(two, "Build");
    expect(where(two)).toBe("stage Verify");
  });

  it("that leaves the stages alone stops nothing", () => {
    const { start, end, where, update, m } = aMachine();
    const one = start();
    update(m.pipeline.declaration.stages);
    end(one, "Source");
    expect(where(one)).toBe("stage Build");
  });
});
