import { describe, expect, it } from "vitest";
import { type PlayedTool, play, text } from "./play.ts";

const LOG = [
  "LifecycleEvent - ValidateService",
  "Script - scripts/validate_service.sh",
  "[stdout]Attempt 1 of 5: GET http://127.17.1.3:8080/health: connection refused",
  "[stderr]Nothing healthy answers at http://127.17.1.3:8080/health. Is the application listening on another port?",
  "[stderr]lab-app 1.1.0 listens on 127.17.1.3:8081",
];
const retryRun: { input?: unknown } = {};

const tools = (
  retry: () => unknown = () => ({ executionId: "e-2", status: "InProgress" }),
): PlayedTool[] => [
  {
    name: "release_list_deployments",
    description: "Lists deployments, newest first.",
    schema: {
      type: "object",
      properties: {
        status: { type: "string", enum: ["Failed", "Succeeded"] },
        pipeline: { type: "string" },
      },
    },
    run: () => ({
      deployments: [
        {
          id: "d-ROLLBACK1",
          status: "Succeeded",
          revision: "v1.0",
          createdAt: "2026-11-27T02:10:00Z",
        },
        {
          id: "d-FAILED111",
          status: "Failed",
          revision: "v1.1",
          createdAt: "2026-11-27T02:00:00Z",
        },
        {
          id: "d-OLDER0000",
          status: "Failed",
          revision: "v0.9",
          createdAt: "2026-11-26T02:00:00Z",
        },
      ],
    }),
  },
  {
    name: "release_read_deployment",
    description: "The story of one deployment: lifecycle events, scripts, log lines with numbers.",
    schema: text("deploymentId"),
    run: ({ deploymentId }) => ({
      deploymentId,
      pipeline: "lab-app",
      revision: "v1.1",
      status: "Failed",
      targets: [
        {
          id: "i-1",
          status: "Failed",
          events: [
            {
              name: "ApplicationStart",
              status: "Succeeded",
              log: [{ number: 1, text: "[stdout]Started app" }],
            },
            {
              name: "ValidateService",
              status: "Failed",
              scriptName: "scripts/validate_service.sh",
              exitCode: 1,
              log: LOG.map((line, at) => ({ number: at + 1, text: line })),
            },
          ],
        },
      ],
    }),
  },
  {
    name: "release_read_pipeline",
    description: "A pipeline with its stages, what runs in each and what failed.",
    schema: text("pipeline"),
    run: ({ pipeline }) => ({
      name: pipeline,
      stages: [
        {
          name: "Source",
          status: "Succeeded",
          executionId: "11111111-1111-4111-8111-111111111111",
        },
        {
          name: "Production",
          status: "Failed",
          executionId: "22222222-2222-4222-8222-222222222222",
        },
      ],
    }),
  },
  {
    name: "release_retry_stage",
    description: "Retries the failed actions of a stage. Changes things.",
    schema: {
      ...text("pipeline", "stage", "executionId"),
      properties: {
        pipeline: { type: "string" },
        stage: { type: "string" },
        executionId: { type: "string" },
        mode: {
          type: "string",
          enum: ["FAILED_ACTIONS", "ALL_ACTIONS"],
          default: "FAILED_ACTIONS",
        },
      },
    },
    run(input) {
      retryRun.input = input;
      return retry();
    },
  },
];

describe("asked about a release", () => {
  it("reads the failed deployment, cites its log and names the wrong port", () => {
    const { called, answers } = play(["Why was v1.1 rolled back?"], tools());
    expect(called).toEqual([
      ["release_list_deployments", {}],
      ["release_read_deployment", { deploymentId: "d-FAILED111" }],
    ]);
    expect(answers[0]).toContain(
      "d-FAILED111 of v1.1 failed in ValidateService: the script scripts/validate_service.sh ended with exit code 1.",
    );
    expect(answers[0]).toContain("connection refused [deployment log line 3]");
    expect(answers[0]).toContain("The wrong port: 8081.");
    expect(answers[0]).toContain("[deployment log line 5]");
  });

  it("cites a log by its name where it has one", () => {
    const [list, read, ...rest] = tools() as [PlayedTool, PlayedTool, ...PlayedTool[]];
    const named = {
      ...read,
      run: () => ({
        id: "d-FAILED111",
        status: "Failed",
        pipeline: "lab-app",
        revision: "v1.1, commit 1a2b3c4",
        failures: [
          {
            instance: "i-0ab1",
            event: "ValidateService",
            script: "scripts/validate_service.sh",
            errorCode: "ScriptFailed",
            exitCode: 1,
            log: "ValidateService on i-0ab1",
          },
        ],
        logs: [
          {
            log: "ValidateService on i-0ab1",
            lines: LOG.map((text, at) => ({ line: at + 1, text })),
          },
        ],
      }),
    };
    const { answers } = play(["Why was v1.1 rolled back?"], [list, named, ...rest]);
    expect(answers[0]).toContain(
      "failed in ValidateService: the script scripts/validate_service.sh",
    );
    expect(answers[0]).toContain("port 8081 [ValidateService on i-0ab1, line 5]");
    expect(answers[0]).toContain("refused [ValidateService on i-0ab1, line 3]");
  });

  it("reads the deployment that is named at once", () => {
    const { called } = play(["Explain why d-OLDER0000 failed"], tools());
    expect(called).toEqual([["release_read_deployment", { deploymentId: "d-OLDER0000" }]]);
  });

  it("retries the failed stage of what it spoke of, with arguments from results", () => {
    const { called, answers } = play(
      ["Why did the deployment fail?", "Retry it, please."],
      tools(),
    );
    expect(called.slice(2)).toEqual([
      ["release_read_pipeline", { pipeline: "lab-app" }],
      [
        "release_retry_stage",
        {
          pipeline: "lab-app",
          stage: "Production",
          executionId: "22222222-2222-4222-8222-222222222222",
        },
      ],
    ]);
    expect(retryRun.input).toBeDefined();
    expect(answers[1]).toContain("release_retry_stage was carried out");
  });

  it("says that it was denied, and why", () => {
    const denied = tools(
      () => new Error("Denied by approver@switchyard.local: not before the fix is merged."),
    );
    const { answers } = play(["Why did it fail?", "Retry the stage"], denied);
    expect(answers[1]).toMatch(
      /was not carried out: Denied by approver@switchyard.local: not before/,
    );
  });

  it("explains and retries when both are ordered", () => {
    const { called, answers } = play(
      ["Why did the newest deployment fail? Retry it then."],
      tools(),
    );
    expect(called.map(([name]) => name)).toEqual([
      "release_list_deployments",
      "release_read_deployment",
      "release_read_pipeline",
      "release_retry_stage",
    ]);
    expect(answers[0]).toContain("release_retry_stage was carried out");
  });

  it("does not claim a cause that no log shows", () => {
    const [list, read, ...rest] = tools() as [PlayedTool, PlayedTool, ...PlayedTool[]];
    const bare = { ...read, run: () => ({ deploymentId: "d-FAILED111", status: "Failed" }) };
    const { answers } = play(["Why did it fail?"], [list, bare, ...rest]);
    expect(answers[0]).toContain("I cannot cite a cause");
    expect(answers[0]).not.toContain("port");
  });

  it("rolls back to an execution that went well", () => {
    const pipeline = {
      name: "lab-app",
      stages: [{ name: "Production", status: "Failed", executionId: "e-bad" }],
      executions: [
        { id: "e-bad", status: "Failed" },
        { id: "e-good", status: "Succeeded" },
      ],
    };
    const { called } = play(
      ["Roll back stage Production of pipeline lab-app"],
      [
        {
          name: "release_explain_failure",
          description: "Why a stage failed",
          schema: { type: "object", properties: { pipeline: { type: "string" } } },
          run: () => ({}),
        },
        {
          name: "release_read_pipeline",
          description: "Stages and executions",
          schema: text("pipeline"),
          run: () => pipeline,
        },
        {
          name: "release_roll_back",
          description: "Rolls a stage back",
          schema: text("pipeline", "stage", "targetExecutionId"),
          run: () => ({ started: true }),
        },
      ],
    );
    expect(called.at(-1)).toEqual([
      "release_roll_back",
      { pipeline: "lab-app", stage: "Production", targetExecutionId: "e-good" },
    ]);
  });

  it("says so when no tool may change anything", () => {
    const { answers, called } = play(["Retry the stage"], []);
    expect(called).toEqual([]);
    expect(answers[0]).toContain("I was offered no tool that can retry");
  });
});
