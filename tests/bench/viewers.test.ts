import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetPipelineStateCommand } from "@aws-sdk/client-codepipeline";
import { afterAll, beforeAll, expect, it } from "vitest";
import { topics } from "../../lib/releases/keys.ts";
import { waitUntil } from "../../scripts/processes/wait-until.ts";
import { codepipelineOf, waitingApproval } from "../harness/approvals.ts";
import { type Stack, startStack } from "../harness/start-stack.ts";
import { measureConsole, type Use } from "./console/measure-console.ts";
import { openViewer, type Viewer } from "./console/open-viewer.ts";
import { readMetrics } from "./console/read-metrics.ts";
import { sessionOf } from "./console/session-of.ts";
import { keepFigures } from "./report/keep-figures.ts";

const PIPELINE = "lab-app";
/** What a pipeline's page listens to: itself, what its production runs, and the inbox's count. */
const TOPICS = [topics.pipeline(PIPELINE), topics.fleet(PIPELINE, "in-place"), "inbox"];
const CROWDS = [1, 20, 200];
/** Three looks of a pipeline at rest; twenty of one that builds. */
const WINDOW_MS = { rest: 45_000, building: 20_000 };
const SETTLE_MS = 6_000;
const NOBODY_MS = 10_000;

let stack: Stack;
let viewerSession: string;
let adminSession: string;
const viewers: Viewer[] = [];

beforeAll(async () => {
  stack = await startStack();
  [viewerSession, adminSession] = await Promise.all([
    sessionOf(stack, "viewer"),
    sessionOf(stack, "admin"),
  ]);
  await stack.runLab("release", "v1.0");
  await waitingApproval(stack, PIPELINE);
});
afterAll(async () => {
  for (const viewer of viewers) viewer.close();
  await stack?.stop();
});

it("AWS calls and memory by the number of viewers", async () => {
  // Code that has never run would be counted as memory of the first viewer.
  await gather(20);
  const before = await measureNobody();
  const rest = await measureCrowds(WINDOW_MS.rest);
  await buildForLong();
  // The events of its start ask for looks of their own, which are not the rate.
  await measure(SETTLE_MS);
  const building = await measureCrowds(WINDOW_MS.building);
  const after = await measureNobody();

  for (const use of [...rest.values(), ...building.values()])
    expect(use.requests).toBeGreaterThan(0);
  keepFigures("2a-viewers", {
    title: "One pipeline's viewers: AWS calls a minute, and the console's memory",
    header: ["viewers", "at rest", "while it builds", "memory (RSS), MB", "used heap, MB"],
    rows: [
      ["0", perMinute(before), "", megabytes(before.resident), megabytes(before.heap)],
      ...CROWDS.map((crowd) => {
        const [quiet, busy] = [of(rest, crowd), of(building, crowd)];
        const memory = [megabytes(quiet.resident), megabytes(quiet.heap)];
        return [String(crowd), perMinute(quiet), perMinute(busy), ...memory];
      }),
      ["0 again", "", perMinute(after), megabytes(after.resident), megabytes(after.heap)],
      ["200 : 1 (aim: 1)", ratio(rest), ratio(building), "", ""],
    ],
    how: [
      "Viewers are live connections to the running console, each with the three topics of a pipeline's page.",
      `Calls are requests on the wire, retries included, by the console's own count, over ${WINDOW_MS.rest / 1000} s at rest and`,
      `${WINDOW_MS.building / 1000} s while a build runs (then the page is looked at every second); in brackets what was counted.`,
      "At rest it waits for events: a look each 15 s, a long poll of the queue each 20 s; a window holds one more",
      "or less of them. Memory is the median of a sample a second.",
    ],
  });
  keepFigures("2b-calls", byOperation(rest, building));
});

/** What the console uses when the last viewer has gone and every watch has ended. */
async function measureNobody(): Promise<Use> {
  await gather(0);
  await waitUntil("The end of every watch", async () => {
    const { topics: watched } = await readMetrics(stack.url, adminSession);
    return watched === 0;
  });
  return measure(NOBODY_MS);
}

/** Measures with each crowd in turn, the smallest first. */
async function measureCrowds(windowMs: number): Promise<Map<number, Use>> {
  const uses = new Map<number, Use>();
  for (const crowd of CROWDS) {
    await gather(crowd);
    const before = viewers.map(({ heard }) => heard);
    uses.set(crowd, await measure(windowMs));
    // A viewer that hears nothing costs nothing either.
    expect(viewers.filter(({ heard }, at) => heard > (before[at] ?? 0))).toHaveLength(crowd);
  }
  return uses;
}

const measure = (windowMs: number): Promise<Use> =>
  measureConsole(() => readMetrics(stack.url, adminSession), windowMs);

/** Opens or closes connections until exactly so many are open, by the console's own count. */
async function gather(count: number): Promise<void> {
  for (const viewer of viewers.splice(count)) viewer.close();
  const missing = Array.from({ length: count - viewers.length }, () =>
    openViewer({ url: stack.url, session: viewerSession, topics: TOPICS }),
  );
  viewers.push(...(await Promise.all(missing)));
  await waitUntil(`${count} open streams`, async () => {
    const { streams } = await readMetrics(stack.url, adminSession);
    return streams === count;
  });
}

/** Pushes a change whose build outlasts the measurement, and waits until it runs. */
async function buildForLong(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "sy-figures-"));
  try {
    const buildspec = "version: 0.2\nphases:\n  build:\n    commands:\n      - sleep 900\n";
    writeFileSync(join(folder, "buildspec.yml"), buildspec);
    await stack.runLab("push", folder, "--message", "A build that takes long");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  await waitUntil("The build running", async () => {
    const state = await codepipelineOf(stack).send(new GetPipelineStateCommand({ name: PIPELINE }));
    const build = state.stageStates?.find(({ stageName }) => stageName === "Build");
    return build?.latestExecution?.status === "InProgress";
  });
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);

const perMinute = ({ requests, seconds }: Use): string =>
  `${((requests / seconds) * 60).toFixed(1)} (${requests})`;

function of(uses: Map<number, Use>, crowd: number): Use {
  const use = uses.get(crowd);
  if (!use) throw new Error(`Nothing was measured with ${crowd} viewers.`);
  return use;
}

function ratio(uses: Map<number, Use>): string {
  const [one, most] = [of(uses, 1), of(uses, 200)];
  return (most.requests / most.seconds / (one.requests / one.seconds)).toFixed(2);
}

/** Which calls they were, so that a difference tells where it comes from. */
function byOperation(rest: Map<number, Use>, building: Map<number, Use>) {
  const uses = [...rest.values(), ...building.values()];
  const names = [...new Set(uses.flatMap(({ byCall }) => [...byCall.keys()]))].sort();
  return {
    title: "The same calls by operation, as counted in each window",
    header: [
      "",
      ...CROWDS.map((crowd) => `rest, ${crowd}`),
      ...CROWDS.map((crowd) => `building, ${crowd}`),
    ],
    rows: names.map((name) => [name, ...uses.map(({ byCall }) => String(byCall.get(name) ?? 0))]),
    how: [],
  };
}
