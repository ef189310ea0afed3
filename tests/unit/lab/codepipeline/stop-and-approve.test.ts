import { describe, expect, it } from "vitest";
import {
  decideApproval,
  expireApproval,
} from "../../../../lab/services/codepipeline/machine/decide-approval.ts";
import { settleAction } from "../../../../lab/services/codepipeline/machine/run-actions.ts";
import { stopExecution } from "../../../../lab/services/codepipeline/machine/stop-execution.ts";
import { aMachine, anApprovalAction, aStage } from "./a-machine.ts";

const coded = (code: string) => expect.objectContaining({ code });

describe("StopPipelineExecution", () => {
  it("waits for running actions and starts no others", () => {
    const { start, end, where, run, events } = aMachine();
    const one = start();
    run((m) => stopExecution(m, one.id, { abandon: false, reason: "Wrong branch" }));
    expect(one).toMatchObject({ status: "Stopping", stop: { reason: "Wrong branch" } });
    expect(one.stages.Source?.status).toBe("Stopping");
    end(one, "Source");
    expect(where(one)).toBe("Stopped");
    expect(one.stages.Build).toBeUndefined();
    expect(events()).toEqual(expect.arrayContaining(["1 pipeline STOPPING", "1 pipeline STOPPED"]));
  });

  it("abandons running actions, whose late results change nothing", () => {
    const { start, where, run, m } = aMachine();
    const one = start();
    const action = one.stages.Source?.actions[0];
    if (!action) throw new Error("Source did not start");
    run((machine) => stopExecution(machine, one.id, { abandon: true }));
    expect(action.status).toBe("Abandoned");
    expect(where(one)).toBe("Stopped");
    expect(m.effects.some((effect) => effect.kind === "abandon-action")).toBe(true);
    const late = { status: "Succeeded" as const };
    expect(run((machine) => settleAction(machine, one, "Source", action.id, late))).toBe(false);
    expect(where(one)).toBe("Stopped");
  });

  it("can be raised from waiting to abandoning, and is otherwise asked only once", () => {
    const { start, where, run } = aMachine();
    const one = start();
    const stop = (abandon: boolean) => run((m) => stopExecution(m, one.id, { abandon }));
    stop(false);
    expect(() => stop(false)).toThrow(coded("DuplicatedStopRequestException"));
    stop(true);
    expect(where(one)).toBe("Stopped");
    expect(() => stop(true)).toThrow(coded("PipelineExecutionNotStoppableException"));
  });

  it("ends at once an execution that waits between stages, and frees the stage of one that runs", () => {
    const { start, end, where, run } = aMachine();
    const one = start();
    end(one, "Source");
    const two = start();
    end(two, "Source");
    const three = start();
    end(three, "Source");
    expect([where(two), where(three)]).toEqual(["Superseded", "inbound Build"]);
    run((m) => stopExecution(m, one.id, { abandon: true }));
    expect(where(three)).toBe("stage Build");
    const four = start();
    end(four, "Source");
    run((m) => stopExecution(m, four.id, { abandon: false }));
    expect(where(four)).toBe("Stopped");
  });
});

describe("an approval", () => {
  const approving = () => {
    const machine = aMachine({
      stages: [
        aStage("Source"),
        aStage("Approval", { actions: [anApprovalAction("Approve", { timeoutInMinutes: 5 })] }),
        aStage("Deploy"),
      ],
    });
    const execution = machine.start();
    machine.end(execution, "Source");
    const action = execution.stages.Approval?.actions[0];
    if (!action?.token) throw new Error("The approval does not wait");
    const decide = (
      status: "Approved" | "Rejected",
      token = action.token ?? "",
      summary = "fine",
    ) =>
      machine.run((m) =>
        decideApproval(
          m,
          { stageName: "Approval", actionName: "Approve", token, result: { status, summary } },
          "arn:me",
        ),
      );
    return { ...machine, execution, action, decide };
  };

  it("lets the execution go on, once", () => {
    const { decide, where, execution, action } = approving();
    decide("Approved");
    expect(where(execution)).toBe("stage Deploy");
    expect(action).toMatchObject({ status: "Succeeded", summary: "fine", updatedBy: "arn:me" });
    expect(() => decide("Rejected")).toThrow(coded("ApprovalAlreadyCompletedException"));
    expect(where(execution)).toBe("stage Deploy");
  });

  it("fails the stage with the reviewer's words when it is rejected", () => {
    const { decide, where, execution, action } = approving();
    decide("Rejected", undefined, "Too late on a Friday");
    expect(where(execution)).toBe("Failed");
    expect(action.errorDetails?.message).toBe("Rejected by arn:me: Too late on a Friday");
  });

  it("refuses a token that it never gave, and one that was abandoned", () => {
    const { decide, run, execution } = approving();
    expect(() => decide("Approved", "other")).toThrow(coded("InvalidApprovalTokenException"));
    run((m) => stopExecution(m, execution.id, { abandon: true }));
    expect(() => decide("Approved")).toThrow(coded("InvalidApprovalTokenException"));
  });

  it("names what it does not find", () => {
    const { run, action } = approving();
    const decide = (stageName: string, actionName: string) => () =>
      run((m) =>
        decideApproval(
          m,
          {
            stageName,
            actionName,
            token: action.token ?? "",
            result: { status: "Approved", summary: "" },
          },
          "arn:me",
        ),
      );
    expect(decide("Nowhere", "Approve")).toThrow(coded("StageNotFoundException"));
    expect(decide("Approval", "Nothing")).toThrow(coded("ActionNotFoundException"));
    expect(decide("Deploy", "DeployAction")).toThrow(coded("ActionNotFoundException"));
  });

  it("times out as a failure, and its token is then refused", () => {
    const { m, run, where, execution, action, decide } = approving();
    const expire = () => run(() => expireApproval(m, execution, "Approval", action));
    m.now += 4 * 60;
    expect(expire()).toBe(false);
    m.now += 60;
    expect(() => decide("Approved")).toThrow(coded("InvalidApprovalTokenException"));
    expect(expire()).toBe(true);
    expect(where(execution)).toBe("Failed");
    expect(() => decide("Approved")).toThrow(coded("InvalidApprovalTokenException"));
  });

  it("waits seven days when nothing else is said", () => {
    const machine = aMachine({
      stages: [aStage("Source"), aStage("Approval", { actions: [anApprovalAction("Approve")] })],
    });
    const execution = machine.start();
    machine.end(execution, "Source");
    const run = execution.stages.Approval?.actions[0];
    expect((run?.expiresAt ?? 0) - (run?.startTime ?? 0)).toBe(7 * 24 * 3600);
  });
});
