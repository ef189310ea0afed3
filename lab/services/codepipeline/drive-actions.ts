/** Starts actions, hears how their external work ends, and picks all of it up again after a restart. */
import { AwsError } from "../../core/aws-error.ts";
import type { AwsEvent, Lab } from "../../core/contracts.ts";
import type { Engine } from "./engine.ts";
import { expireApproval } from "./machine/decide-approval.ts";
import { touch } from "./machine/machine.ts";
import { type ActionResult, settleAction } from "./machine/run-actions.ts";
import type { ActionRun, ExecutionRecord } from "./model.ts";
import { providerOf } from "./providers/index.ts";
import { failed } from "./providers/provider.ts";
import { resolveVariables } from "./resolve-variables.ts";

/** setTimeout overflows above 2^31 ms; a later deadline is re-armed. */
const LONGEST_TIMER = 2_000_000_000;
const ATTEMPTS = 5;
/** Events are the rule; this look catches one that was lost. */
const LOOK_AGAIN_MS = 15_000;

export interface ActionDriver {
  start(execution: ExecutionRecord, stage: string, run: ActionRun): void;
  abandon(execution: ExecutionRecord, stage: string, run: ActionRun): void;
  /** Takes up every action that was in progress when the lab stopped. */
  resume(): void;
  onEvent(event: AwsEvent): void;
}

interface Watched {
  pipeline: string;
  executionId: string;
  stage: string;
  runId: string;
}

export function createActionDriver(lab: Lab, engine: Engine): ActionDriver {
  const watched = new Map<string, Watched>();

  const find = (at: Watched) => {
    if (!engine.has(at.pipeline)) return undefined;
    const execution = engine.executions(at.pipeline).find((one) => one.id === at.executionId);
    const run = execution?.stages[at.stage]?.actions.find((one) => one.id === at.runId);
    const action = execution
      ? declarationOf(execution)
          ?.stages.find((one) => one.name === at.stage)
          ?.actions.find((one) => one.name === run?.action)
      : undefined;
    return execution && run && action ? { execution, run, action } : undefined;
  };
  const declarationOf = (execution: ExecutionRecord) =>
    engine.declaration(execution.pipeline, execution.version);

  function settle(at: Watched, result: ActionResult): void {
    if (!engine.has(at.pipeline)) return;
    engine.run(at.pipeline, (m) => {
      const execution = m.executions.find((one) => one.id === at.executionId);
      if (execution) settleAction(m, execution, at.stage, at.runId, result);
    });
  }

  /** Throttled or failing neighbours are asked again; any other error ends the action. */
  async function persevere<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        const again =
          error instanceof AwsError &&
          (error.status >= 500 || /Throttl|TooManyRequests|LimitExceeded/.test(error.code));
        if (!again || attempt === ATTEMPTS) throw error;
        await new Promise<void>((resolve) => void lab.after(100 * 2 ** attempt, resolve));
      }
    }
  }

  async function launch(at: Watched): Promise<void> {
    const found = find(at);
    if (found?.run.status !== "InProgress") return;
    const { execution, run, action } = found;
    const provider = providerOf(action.actionTypeId);
    const bucket = bucketOf(execution);
    try {
      const configuration = resolveVariables(action.configuration ?? {}, execution);
      run.resolvedConfiguration = configuration;
      const outcome = await persevere(() =>
        provider.start({
          lab,
          execution,
          stage: at.stage,
          action,
          run,
          configuration,
          artifactBucket: bucket,
          outputArtifact: (name, suffix = "") => ({
            name,
            bucket,
            // The run's own id names it, so that a second launch after a crash means the same place.
            key: `${execution.pipeline.slice(0, 20)}/${name.slice(0, 10)}/${run.id.slice(0, 7)}${suffix}`,
          }),
          addRevision: (revision) => {
            execution.revisions = [
              ...execution.revisions.filter((one) => one.actionName !== revision.actionName),
              revision,
            ];
          },
        }),
      );
      if ("status" in outcome) {
        settle(at, outcome);
        return;
      }
      engine.run(at.pipeline, (m) => {
        Object.assign(run, outcome.pending);
        touch(m, execution);
      });
      if (run.status === "Abandoned") await provider.abandon?.(lab, run);
      await watch(at);
    } catch (error) {
      const code = error instanceof AwsError ? error.code : "InternalError";
      const message = error instanceof Error ? error.message : String(error);
      settle(at, failed(code, message || "The action could not be started."));
    }
  }

  const bucketOf = (execution: ExecutionRecord) => {
    const declaration = declarationOf(execution);
    const stores = declaration?.artifactStores ?? {};
    return (
      declaration?.artifactStore?.location ??
      stores[lab.region]?.location ??
      Object.values(stores)[0]?.location ??
      ""
    );
  };

  /** Waits for the external work's event; looks once now, for it may have ended already. */
  async function watch(at: Watched): Promise<void> {
    const found = find(at);
    if (found?.run.status !== "InProgress") return;
    if (found.run.expiresAt) {
      armDeadline(at, found.run.expiresAt);
      return;
    }
    if (!found.run.externalExecutionId) return;
    watched.set(found.run.externalExecutionId, at);
    await look(at);
    lookLater(at);
  }

  function lookLater(at: Watched): void {
    lab.after(LOOK_AGAIN_MS, async () => {
      if (find(at)?.run.status !== "InProgress") return;
      await look(at);
      lookLater(at);
    });
  }

  async function look(at: Watched): Promise<void> {
    const found = find(at);
    if (found?.run.status !== "InProgress") return;
    try {
      const result = await persevere(
        async () => await providerOf(found.action.actionTypeId).check?.(lab, found.run),
      );
      if (!result) return;
      watched.delete(found.run.externalExecutionId ?? "");
      settle(at, result);
    } catch (error) {
      lab.log("codepipeline", "An action's external work could not be read; asked again later.", {
        ...at,
        reason: error instanceof Error ? error.message : String(error),
      });
    }
  }

  function armDeadline(at: Watched, expiresAt: number): void {
    const wait = Math.min(Math.max(0, expiresAt * 1000 - Date.now()) + 5, LONGEST_TIMER);
    lab.after(wait, () => {
      const found = find(at);
      if (found?.run.status !== "InProgress") return;
      if (expiresAt * 1000 > Date.now()) {
        armDeadline(at, expiresAt);
        return;
      }
      engine.run(at.pipeline, (m) => expireApproval(m, found.execution, at.stage, found.run));
    });
  }

  const place = (execution: ExecutionRecord, stage: string, run: ActionRun): Watched => ({
    pipeline: execution.pipeline,
    executionId: execution.id,
    stage,
    runId: run.id,
  });

  return {
    start: (execution, stage, run) => void launch(place(execution, stage, run)),
    abandon(execution, stage, run) {
      const action = find(place(execution, stage, run))?.action;
      if (!action) return;
      providerOf(action.actionTypeId)
        .abandon?.(lab, run)
        .catch((error: unknown) => lab.log("codepipeline", `Abandoning failed: ${error}`));
    },
    resume() {
      for (const pipeline of engine.pipelines()) {
        for (const execution of engine.executions(pipeline.name)) {
          if (execution.position.at !== "stage") continue;
          const { stage } = execution.position;
          for (const run of execution.stages[stage]?.actions ?? []) {
            if (run.status !== "InProgress") continue;
            const at = place(execution, stage, run);
            // An approval that had begun is not announced twice.
            const begun = run.externalExecutionId || (run.token && run.resolvedConfiguration);
            if (begun) void watch(at);
            else void launch(at);
          }
        }
      }
    },
    onEvent(event) {
      const id =
        event.source === "aws.codebuild"
          ? String(event.detail["build-id"] ?? "").split(":build/")[1]
          : event.source === "aws.codedeploy"
            ? String(event.detail.deploymentId ?? "")
            : undefined;
      const at = id ? watched.get(id) : undefined;
      if (at) void look(at);
    },
  };
}
