import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { Approval } from "@/lib/agents/approval";
import type { Json } from "@/lib/agents/events";
import type { Role } from "@/lib/platform/permissions";
import type { ApprovalView } from "@/lib/releases/model";
import type { AgentTool, ToolCall, ToolOutcome } from "@/server/agents/contracts";
import { verbTools } from "@/server/agents/tools/verbs";
import { nobody } from "@/server/aws/call-aws";
import { listActionExecutions } from "@/server/aws/codepipeline/list-action-executions";
import { stopPipelineExecution } from "@/server/aws/codepipeline/stop-execution";
import { writeIntentOnce } from "@/server/platform/audit";
import { setClock } from "@/server/platform/clock";
import { stopReason } from "@/server/releases/stop-execution";
import "@/server/audit/verb-tools";
import "@/server/releases/reconcilers";
import "@/server/releases/verb-tools";
import { actionsAs, aDecision, waitsForApproval } from "../../../fixtures/release-world.ts";
import { runLabCommand } from "../../../fixtures/run-lab-command.ts";
import { waitFor } from "../../../fixtures/wait-for.ts";
import { lab, people, world } from "./world";

let approval: ApprovalView;
let tools: Map<string, AgentTool>;

beforeAll(async () => {
  await runLabCommand(lab.port, "release", "v1.0");
  approval = await waitsForApproval("lab-app");
  await actionsAs({ sessions: people }, "approver").decide(
    aDecision(approval, { decision: "Rejected", comment: "not today" }),
  );
  const definition = { console: { verbs: ["release_*", "audit_find", "nothing_*"] } } as never;
  const provided = await verbTools()({ definition } as never);
  tools = new Map(provided.tools.map((tool) => [tool.name, tool]));
  expect(provided.unresolved).toEqual([
    { name: "nothing_*", why: "The console has no verb nothing_*." },
  ]);
});

const person = (role: Role) => {
  const { personId, name, email } = people[role];
  return { id: personId, name, email, role };
};

/** A call of an agent's in the name of somebody with that role. */
const aCall = (role: Role, over: Partial<ToolCall> = {}): ToolCall => ({
  sessionId: "ses_0123456789abcdef0123456789abcdef",
  agent: "release_analyst",
  runId: "run-1",
  toolUseId: "tooluse-1",
  idempotencyKey: `ses_1.${randomUUID()}`,
  person: person(role),
  workspace: undefined as never,
  signal: new AbortController().signal,
  emit: () => {},
  ...over,
});

const approvedBy = (role: Role, over: Partial<Approval> = {}): Approval =>
  ({ id: randomUUID(), decidedBy: person(role), preview: { sentence: "" }, ...over }) as Approval;

const tool = (name: string): AgentTool => {
  const found = tools.get(name);
  if (!found) throw new Error(`There is no ${name}.`);
  return found;
};
const jsonOf = (outcome: ToolOutcome): Record<string, Json> =>
  outcome.content[0]?.json as Record<string, Json>;
const retryInput = () => ({
  pipeline: "lab-app",
  stage: "Approval",
  executionId: approval.executionId,
});
const stageNow = async (name: string) => {
  const read = jsonOf(
    await tool("release_read_pipeline").run({ pipeline: "lab-app" }, aCall("viewer")),
  );
  return (read.stages as { name: string; status: string; canRetry: string }[]).find(
    (stage) => stage.name === name,
  );
};
const approvalRuns = async () =>
  (await listActionExecutions(nobody, "lab-app", { executionId: approval.executionId })).filter(
    ({ stage }) => stage === "Approval",
  ).length;
const entriesOf = (action: string) =>
  world.postgres.query<{ input: Json; outcome: string; person_email: string; request_id: string }>(
    `select i.input, i.person_email, i.request_id, s.outcome from audit_ledger i
       left join audit_ledger s on s.entry_id = i.entry_id and s.kind = 'settle'
      where i.kind = 'intent' and i.action = $1 order by i.seq`,
    [action],
  );

describe("reading", () => {
  it("gives a viewer's agent what the viewer may see, and leaves nothing in the ledger", async () => {
    const before = await world.postgres.query("select 1 from audit_ledger");
    expect(await stageNow("Approval")).toMatchObject({ status: "Failed", canRetry: "yes" });
    const listed = await tool("release_list_pipelines").run({ text: "LAB-APP" }, aCall("viewer"));
    expect(JSON.stringify(listed.content)).toContain("lab-app-blue-green");
    expect(await world.postgres.query("select 1 from audit_ledger")).toHaveLength(before.length);
  });

  it("explains why a pipeline failed", async () => {
    const told = jsonOf(
      await tool("release_explain_failure").run({ pipeline: "lab-app" }, aCall("viewer")),
    );
    expect(told.failed).toBe(true);
    expect(JSON.stringify(told.findings)).toContain("in stage Approval failed");
  });

  it("gives numbered lines of a build's log", async () => {
    const buildId = approval.evidence.build?.buildId ?? "";
    const input = { buildId, from: 2, limit: 3 };
    const read = jsonOf(await tool("release_read_log").run(input, aCall("viewer")));
    const [log] = read.logs as { log: string; lines: { line: number }[] }[];
    expect(log?.log).toBe(`build ${buildId}`);
    expect(log?.lines.map(({ line }) => line)).toEqual([2, 3, 4]);
  });

  it("refuses what the person may not see", async () => {
    const find = tool("audit_find").run({ target: "lab-app" }, aCall("viewer"));
    await expect(find).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a change", () => {
  it("shows exactly what it would do, with a hash that holds while nothing moves", async () => {
    const retry = tool("release_retry_stage");
    const preview = await retry.preview?.(retryInput(), aCall("operator"));
    expect(preview?.sentence).toMatch(
      /^Runs the failed actions of stage Approval in pipeline lab-app again, with “.*v1\.0.*”/,
    );
    expect(preview?.rows).toContainEqual({
      label: "Stage Approval",
      before: "Failed",
      after: "runs again",
    });
    expect(preview?.evidenceHash).toMatch(/^[0-9a-f]{64}$/);
    expect(await retry.preview?.(retryInput(), aCall("operator"))).toEqual(preview);
  });

  it("is refused with the button's sentence where it cannot be, before anybody is asked", async () => {
    const source = { ...retryInput(), stage: "Source" };
    await expect(
      tool("release_retry_stage").preview?.(source, aCall("operator")),
    ).rejects.toMatchObject({
      message: "A source stage cannot be retried; release the change again.",
    });
    const back = {
      pipeline: "lab-app",
      stage: "Production",
      targetExecutionId: approval.executionId,
      reason: "it is broken",
    };
    await expect(
      tool("release_roll_back").preview?.(back, aCall("approver")),
    ).rejects.toMatchObject({
      message: "That execution did not succeed in this stage, so there is nothing to return to.",
    });
  });

  it("is refused to who lost the role meanwhile, which the ledger keeps", async () => {
    const { id } = person("operator");
    const call = aCall("operator", { approval: approvedBy("approver") });
    await world.postgres.query("update users set role = 'viewer' where id = $1", [id]);
    await expect(tool("release_retry_stage").run(retryInput(), call)).rejects.toMatchObject({
      code: "forbidden",
    });
    await world.postgres.query("update users set disabled_at = now() where id = $1", [id]);
    await expect(tool("release_retry_stage").run(retryInput(), call)).rejects.toMatchObject({
      message: "The operator may no longer sign in, so nothing is done in their name.",
    });
    await world.postgres.query(
      "update users set role = 'operator', disabled_at = null where id = $1",
      [id],
    );
    expect((await entriesOf("release.retry")).map(({ outcome }) => outcome)).toEqual([
      "refused",
      "refused",
    ]);
    expect((await stageNow("Approval"))?.status).toBe("Failed");
  });

  it("is not done without somebody's decision, nor by one's own where it cannot be taken back", async () => {
    await expect(
      tool("release_retry_stage").run(retryInput(), aCall("operator")),
    ).rejects.toMatchObject({ message: "Nobody approved this call, so nothing was done." });
    const back = { ...retryInput(), targetExecutionId: approval.executionId, reason: "broken" };
    const own = aCall("approver", { approval: approvedBy("approver") });
    await expect(tool("release_roll_back").run(back, own)).rejects.toMatchObject({
      message: expect.stringContaining("approved by somebody else"),
    });
    expect((await entriesOf("release.roll-back")).map(({ outcome }) => outcome)).toEqual([
      "refused",
    ]);
  });

  it("is done once, however often the call is tried, and the ledger names both people", async () => {
    const given = approvedBy("approver", { askedInput: {} });
    const call = aCall("operator", { approval: given });
    const [first, second] = await Promise.all([
      tool("release_retry_stage").run(retryInput(), call),
      tool("release_retry_stage").run(retryInput(), call),
    ]);
    const third = await tool("release_retry_stage").run(retryInput(), call);
    const outcomes = [first, second, third];
    expect(outcomes.map(({ status }) => status)).toEqual(["success", "success", "success"]);
    expect(
      outcomes.filter(({ content }) => JSON.stringify(content).includes("runs again.")),
    ).toHaveLength(1);
    expect(await approvalRuns()).toBe(2);

    const entry = (await entriesOf("release.retry")).at(-1);
    expect(entry).toMatchObject({
      outcome: "applied",
      person_email: person("operator").email,
      request_id: call.idempotencyKey,
      input: {
        ...retryInput(),
        mode: "FAILED_ACTIONS",
        through: {
          agent: "release_analyst",
          sessionId: call.sessionId,
          toolUseId: "tooluse-1",
          approvalId: given.id,
          approvedBy: { name: "The approver", email: person("approver").email },
          edited: true,
        },
      },
    });
    const found = await tool("audit_find").run(
      { action: "release.retry", limit: 1 },
      aCall("operator"),
    );
    expect(jsonOf(found).entries).toMatchObject([
      { throughAgent: "release_analyst", approvedBy: "The approver", outcome: "applied" },
    ]);
  });
});

describe("a process that died in the middle", () => {
  const stopInput = () => ({
    pipeline: "lab-app",
    executionId: approval.executionId,
    reason: "wrong day",
    abandon: true,
  });
  /** What a process leaves that dies right after it wrote down what it is about to do. */
  const begun = (call: ToolCall, agoMs: number) => {
    const clockBack = setClock(() => new Date(Date.now() - agoMs));
    return writeIntentOnce(
      {
        person: call.person,
        action: "release.stop",
        requestId: call.idempotencyKey,
        input: stopInput(),
      },
      call.idempotencyKey,
    ).finally(clockBack);
  };
  const stop = () => tool("release_stop");
  const anApprovedCall = () => aCall("operator", { approval: approvedBy("approver") });

  it("before the intent: it was not done", async () => {
    expect(await stop().settle?.(stopInput(), aCall("operator"))).toBe("not_done");
  });

  it("before the effect: it was not done, and trying the call again does not do it", async () => {
    const call = anApprovedCall();
    await begun(call, 120_000);
    const outcome = {
      status: "error",
      content: [{ text: expect.stringContaining("it was not done") }],
    };
    expect(await stop().settle?.(stopInput(), call)).toEqual(outcome);
    expect(await stop().run(stopInput(), call)).toEqual(outcome);
    expect((await stageNow("Approval"))?.status).toBe("InProgress");
  });

  it("after the effect: it was done, once", async () => {
    const call = anApprovedCall();
    await begun(call, 0);
    await stopPipelineExecution(nobody, {
      ...stopInput(),
      reason: stopReason("wrong day", call.person.email),
    });
    await waitFor(
      "the stage to stop",
      async () => (await stageNow("Approval"))?.status === "Stopped",
    );
    expect(await stop().settle?.(stopInput(), call)).toMatchObject({
      status: "success",
      content: [{ text: expect.stringContaining("release_stop was done") }],
    });
    expect(await stop().run(stopInput(), call)).toMatchObject({ status: "success" });
    expect((await entriesOf("release.stop")).map(({ outcome }) => outcome)).toEqual([
      "refused",
      "applied",
    ]);
  });
});
