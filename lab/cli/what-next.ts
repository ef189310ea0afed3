import { setTimeout as wait } from "node:timers/promises";
import { callLab } from "./call-lab.ts";
import type { FoundLab } from "./find-lab.ts";

interface ExecutionSummary {
  pipelineExecutionId: string;
  status: string;
  sourceRevisions?: { revisionSummary?: string; revisionId?: string }[];
  startTime?: number;
}

/** Which pipeline takes which branch. */
export const PIPELINE_BRANCHES: Record<string, string> = {
  "lab-app": "main",
  "lab-app-blue-green": "blue-green",
};

/** Newest first. */
export async function listExecutions(lab: FoundLab, pipeline: string): Promise<ExecutionSummary[]> {
  const answer = await callLab<{ pipelineExecutionSummaries?: ExecutionSummary[] }>(
    lab.endpoint,
    "codepipeline",
    "ListPipelineExecutions",
    { pipelineName: pipeline, maxResults: 5 },
  );
  return answer.pipelineExecutionSummaries ?? [];
}

/** Waits a moment for the execution that a push started; undefined when none came. */
export async function executionAfter(
  lab: FoundLab,
  pipeline: string,
  before: ReadonlySet<string>,
): Promise<string | undefined> {
  const deadline = Date.now() + 5_000;
  while (Date.now() < deadline) {
    const found = (await listExecutions(lab, pipeline)).find(
      (one) => !before.has(one.pipelineExecutionId),
    );
    if (found) return found.pipelineExecutionId;
    await wait(100);
  }
  return undefined;
}

/** The executions there are before a push, to tell the new one; empty when the pipeline is not there. */
export async function executionIds(lab: FoundLab, pipeline: string): Promise<ReadonlySet<string>> {
  const found = await listExecutions(lab, pipeline).catch(() => []);
  return new Set(found.map((one) => one.pipelineExecutionId));
}

/** The sentences after a push. */
export async function sayWhatNext(
  lab: FoundLab,
  branch: string,
  before: ReadonlySet<string>,
): Promise<void> {
  const pipeline = Object.keys(PIPELINE_BRANCHES).find(
    (name) => PIPELINE_BRANCHES[name] === branch,
  );
  if (!pipeline) {
    console.log(
      `No pipeline follows the branch ${branch}; its source.zip is in the source bucket.`,
    );
    return;
  }
  const execution = await executionAfter(lab, pipeline, before).catch(() => undefined);
  if (!execution) {
    console.log(
      `The pipeline ${pipeline} did not start within 5 s; "npm run lab -- status" tells more.`,
    );
    return;
  }
  console.log(`Pipeline ${pipeline} started execution ${execution}.`);
  console.log("It builds, then waits for an approval, then deploys to production.");
  console.log(
    `Follow it in the console or with "npm run lab -- status"; the application is at ${lab.loadBalancer}`,
  );
}
