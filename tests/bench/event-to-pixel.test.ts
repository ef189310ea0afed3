import {
  DisableStageTransitionCommand,
  GetPipelineStateCommand,
  ListPipelineExecutionsCommand,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
} from "@aws-sdk/client-codepipeline";
import type { Browser, Page } from "@playwright/test";
import { afterAll, beforeAll, expect, it } from "vitest";
import { routes } from "../../lib/platform/routes.ts";
import { topics } from "../../lib/releases/keys.ts";
import type { PipelineView } from "../../lib/releases/model.ts";
import { waitUntil } from "../../scripts/processes/wait-until.ts";
import { codepipelineOf } from "../harness/approvals.ts";
import { type Stack, startStack } from "../harness/start-stack.ts";
import { newProfile, openChromium } from "./browser/open-chromium.ts";
import { watchExecutions, whenSeen } from "./browser/watch-executions.ts";
import { openViewer } from "./console/open-viewer.ts";
import { sessionOf } from "./console/session-of.ts";
import { keepFigures } from "./report/keep-figures.ts";
import { percentile } from "./report/percentile.ts";

const PIPELINE = "lab-app";
const ROUNDS = 60;
const STAMPS = { started: "startTime", stopped: "lastUpdateTime" } as const;

let stack: Stack;
let browser: Browser;
let page: Page;
/** When the console first told that an execution is there, and that it has ended, by `id status`. */
const told = new Map<string, number>();

beforeAll(async () => {
  stack = await startStack();
  const session = await sessionOf(stack, "operator");
  // No build may start: it would compete for the cores with what is measured.
  await codepipelineOf(stack).send(
    new DisableStageTransitionCommand({
      pipelineName: PIPELINE,
      stageName: "Build",
      transitionType: "Inbound",
      reason: "Only the start and the end of executions are measured.",
    }),
  );
  await stack.runLab("release", "v1.0");
  await openViewer({
    url: stack.url,
    session,
    topics: [topics.pipeline(PIPELINE)],
    onSnapshot: ({ data }) => {
      for (const { id, status } of (data as PipelineView).executions) {
        for (const key of [id, `${id} ${status}`]) if (!told.has(key)) told.set(key, Date.now());
      }
    },
  });
  browser = await openChromium();
  page = await (await newProfile(browser, stack.url, session)).newPage();
  await page.goto(`${stack.url}${routes.pipeline(PIPELINE)}`);
  await page.getByRole("table", { name: "Executions" }).waitFor();
  await watchExecutions(page);
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

it("event in the lab → pixel in the browser", async () => {
  const lab = codepipelineOf(stack);
  const delays = { started: aSeries(), stopped: aSeries() };
  for (let round = 0; round < ROUNDS; round += 1) {
    const { pipelineExecutionId: id = "" } = await lab.send(
      new StartPipelineExecutionCommand({ name: PIPELINE }),
    );
    const started = await whenSeen(page, id);
    await waitUntil("The execution waiting before Build", () => waitsBeforeBuild(id));
    await lab.send(
      new StopPipelineExecutionCommand({ pipelineName: PIPELINE, pipelineExecutionId: id }),
    );
    const stopped = await whenSeen(page, id, "Stopped");
    const stamps = await stampsOf(id);
    for (const [what, at] of Object.entries({ started, stopped }) as Seen[]) {
      const since = stamps[STAMPS[what]].getTime();
      const heard = told.get(what === "started" ? id : `${id} Stopped`);
      delays[what].stream.push((heard ?? Number.NaN) - since);
      delays[what].dom.push(at.changed - since);
      delays[what].pixel.push(at.painted - since);
    }
  }
  const all = {
    stream: [...delays.started.stream, ...delays.stopped.stream],
    dom: [...delays.started.dom, ...delays.stopped.dom],
    pixel: [...delays.started.pixel, ...delays.stopped.pixel],
  };
  expect(all.pixel).toHaveLength(2 * ROUNDS);
  // Earlier than its cause would mean that two clocks, or two things, were compared.
  expect(Math.min(...all.pixel)).toBeGreaterThan(0);
  const p95 = percentile(all.pixel, 0.95);
  keepFigures("1-event-to-pixel", {
    title: "Event in the lab → pixel in the browser, ms",
    header: ["", "samples", "p50", "p95", "most", "aim of p95"],
    rows: [
      asRow("an execution starts → painted", delays.started.pixel),
      asRow("an execution ends → painted", delays.stopped.pixel),
      [...asRow("both → painted", all.pixel), `< 300: ${p95 < 300 ? "met" : "missed"}`],
      asRow("  of it until the console's stream tells", all.stream),
      asRow("  of it until the DOM has changed", all.dom),
    ],
    how: [
      "From the time that the lab writes on the execution when it changes it, to the first task after the frame",
      "that shows it in Chromium; one machine, one clock. The change goes the whole way: EventBridge, SQS, the",
      "console's watcher, its reads of AWS, server-sent events, React, a frame.",
    ],
  });
});

type Seen = ["started" | "stopped", { changed: number; painted: number }];

const aSeries = () => ({ stream: [] as number[], dom: [] as number[], pixel: [] as number[] });

const asRow = (what: string, samples: number[]): string[] => [
  what,
  String(samples.length),
  ...[0.5, 0.95, 1].map((share) => percentile(samples, share).toFixed(0)),
];

async function waitsBeforeBuild(id: string): Promise<boolean> {
  const state = await codepipelineOf(stack).send(new GetPipelineStateCommand({ name: PIPELINE }));
  const build = state.stageStates?.find(({ stageName }) => stageName === "Build");
  return build?.inboundExecution?.pipelineExecutionId === id;
}

async function stampsOf(id: string): Promise<Record<"startTime" | "lastUpdateTime", Date>> {
  const { pipelineExecutionSummaries } = await codepipelineOf(stack).send(
    new ListPipelineExecutionsCommand({ pipelineName: PIPELINE, maxResults: 5 }),
  );
  const found = pipelineExecutionSummaries?.find((one) => one.pipelineExecutionId === id);
  const { startTime, lastUpdateTime } = found ?? {};
  if (!startTime || !lastUpdateTime) throw new Error(`The lab does not know execution ${id}.`);
  return { startTime, lastUpdateTime };
}
