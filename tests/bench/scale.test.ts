import type { Browser } from "@playwright/test";
import { afterAll, beforeAll, expect, it } from "vitest";
import { routes } from "../../lib/platform/routes.ts";
import { topics } from "../../lib/releases/keys.ts";
import type { PipelineRow } from "../../lib/releases/model.ts";
import { waitUntil } from "../../scripts/processes/wait-until.ts";
import { type Stack, startStack } from "../harness/start-stack.ts";
import { newProfile, openChromium } from "./browser/open-chromium.ts";
import { type Answered, type Interaction, untilAnswered } from "./browser/until-answered.ts";
import { openViewer } from "./console/open-viewer.ts";
import { sessionOf } from "./console/session-of.ts";
import { keepFigures } from "./report/keep-figures.ts";
import { median } from "./report/percentile.ts";

const PIPELINES = 1_000;
const INSTANCES = 500;
const FEW = 2;
const LOADS = 3;
const AIM_MS = 1_000;
/** A look takes some rows of a long list at a time; so many are enough to have a list as it is in use. */
const READ_BEFORE = 250;

let stack: Stack;
let browser: Browser;
let session: string;
/** The list as the console told it last. */
let list: PipelineRow[] = [];

const rowsRead = (): number => list.filter((row) => row.stages && row.latest).length;

beforeAll(async () => {
  stack = await startStack();
  session = await sessionOf(stack, "operator");
  browser = await openChromium();
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

it("a list of 1,000 pipelines and a deployment over 500 instances", async () => {
  const few = await bulk({ deploymentInstances: FEW });
  const small = {
    list: await measure(pipelineList()),
    grid: await measure(eventGrid(few)),
  };
  const many = await bulk({ pipelines: PIPELINES, deploymentInstances: INSTANCES });
  await readMostRows();
  const read = rowsRead();
  const large = {
    list: await measure(pipelineList()),
    grid: await measure(eventGrid(many)),
  };
  expect(list.length).toBeGreaterThanOrEqual(PIPELINES);
  expect(await targetsOf(many)).toBe(INSTANCES);
  keepFigures("4-scale", {
    title: `${PIPELINES} pipelines and a deployment over ${INSTANCES} instances, ms until usable`,
    header: [
      "",
      "first row",
      "answers a key",
      "slowest",
      "CPU: console",
      "CPU: page",
      "against few",
      `aim: < ${AIM_MS}`,
    ],
    rows: [
      asRow("2 pipelines, empty cache", small.list.cold),
      asRow("2 pipelines, full cache", small.list.warm),
      asRow(`${PIPELINES} pipelines, empty cache`, large.list.cold, small.list.cold),
      asRow(`${PIPELINES} pipelines, full cache`, large.list.warm, small.list.warm),
      asRow(`${FEW} instances, empty cache`, small.grid.cold),
      asRow(`${FEW} instances, full cache`, small.grid.warm),
      asRow(`${INSTANCES} instances, empty cache`, large.grid.cold, small.grid.cold),
      asRow(`${INSTANCES} instances, full cache`, large.grid.warm, small.grid.warm),
    ],
    how: [
      "From the start of the navigation to the frame that shows the first row, and to the one that shows the answer",
      'to a key pressed as soon as there is a row: the list filtered by "9", the focus moved down in the grid.',
      `Medians of ${LOADS}, with an empty and with a full browser cache. Of the list ${read} rows had been read before.`,
      "CPU is what the console's process and the page's used meanwhile. On a busy machine the times say little;",
      "then what many cost against few is the figure.",
    ],
  });
});

/** The list, until a key in its filter changes what is shown. */
const pipelineList = (): Interaction => ({
  address: `${stack.url}${routes.pipelines()}`,
  firstRow: 'table[aria-label="Pipelines"] a[data-list-row]',
  focus: 'search input[type="search"]',
  key: "9",
  answered: () => {
    const shown = document.querySelector('main p[role="status"]')?.textContent ?? "";
    window.shownFirst ??= shown;
    const filter = document.querySelector<HTMLInputElement>('search input[type="search"]');
    return filter?.value.includes("9") === true && shown !== window.shownFirst;
  },
});

/** A deployment's grid, until an arrow key moves the focus in it. */
const eventGrid = (deployment: string): Interaction => ({
  address: `${stack.url}${routes.deployment(deployment)}`,
  firstRow: '[role="grid"] [data-cell="0:0"]',
  focus: '[role="grid"] [data-cell="0:0"]',
  key: "ArrowDown",
  answered: () => (document.activeElement as HTMLElement | null)?.dataset.cell === "1:0",
});

declare global {
  interface Window {
    /** What the list said of itself before a key was pressed. */
    shownFirst?: string;
  }
}

/** Asks the lab for sample data; gives the id of the deployment. */
async function bulk(wanted: Record<string, number>): Promise<string> {
  const answer = await fetch(`${stack.labUrl}/_lab/bulk`, {
    method: "POST",
    body: JSON.stringify(wanted),
  });
  const id = /d-[A-Z0-9]+/.exec(await answer.text())?.[0];
  if (!id) throw new Error("The lab made no sample deployment.");
  return id;
}

interface Loads {
  cold: Answered[];
  warm: Answered[];
}

/** Loads with new profiles, and again with the same ones; the first load of all only warms the console. */
async function measure(interaction: Interaction): Promise<Loads> {
  const loads: Loads = { cold: [], warm: [] };
  for (let load = 0; load <= LOADS; load += 1) {
    const profile = await newProfile(browser, stack.url, session);
    const first = await untilAnswered(profile, interaction, stack.console.pid());
    if (load > 0) {
      loads.cold.push(first);
      loads.warm.push(await untilAnswered(profile, interaction, stack.console.pid()));
    }
    await profile.close();
  }
  return loads;
}

/** `few`: the same with little data, for the ratio. */
function asRow(name: string, loads: Answered[], few?: Answered[]): string[] {
  const middle = (of: (load: Answered) => number) => median(loads.map(of));
  const typical = middle((load) => load.answered);
  return [
    name,
    middle((load) => load.firstRow).toFixed(0),
    typical.toFixed(0),
    Math.max(...loads.map((load) => load.answered)).toFixed(0),
    middle((load) => load.consoleCpu).toFixed(0),
    middle((load) => load.pageCpu).toFixed(0),
    few ? `× ${(typical / median(few.map((load) => load.answered))).toFixed(1)}` : "",
    typical < AIM_MS ? "met" : "missed",
  ];
}

/** Watches the list, as an open page does, until the console has read a good part of its rows. */
async function readMostRows(): Promise<void> {
  await openViewer({
    url: stack.url,
    session,
    topics: [topics.pipelines()],
    onSnapshot: ({ data }) => {
      list = (data as { pipelines: PipelineRow[] }).pipelines;
    },
  });
  await waitUntil(`${READ_BEFORE} rows`, () => rowsRead() >= READ_BEFORE, { timeoutMs: 120_000 });
}

/** How many instances the deployment's page holds, by the console's own snapshot. */
async function targetsOf(id: string): Promise<number> {
  let count = 0;
  const viewer = await openViewer({
    url: stack.url,
    session,
    topics: [topics.deployment(id)],
    onSnapshot: ({ data }) => {
      count = (data as { targets: unknown[] }).targets.length;
    },
  });
  viewer.close();
  return count;
}
