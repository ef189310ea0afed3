import type { Browser, BrowserContext } from "@playwright/test";
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
const LOADS = 5;
const AIM_MS = 1_000;
/** A look takes some rows of a long list at a time; so many are enough to have a list as it is in use. */
const READ_BEFORE = 250;

let stack: Stack;
let browser: Browser;
let session: string;
let deploymentId: string;
/** The list as the console told it last. */
let list: PipelineRow[] = [];

const rowsRead = (): number => list.filter((row) => row.stages && row.latest).length;

beforeAll(async () => {
  stack = await startStack();
  session = await sessionOf(stack, "operator");
  const answer = await fetch(`${stack.labUrl}/_lab/bulk`, {
    method: "POST",
    body: JSON.stringify({ pipelines: PIPELINES, deploymentInstances: INSTANCES }),
  });
  deploymentId = /d-[A-Z0-9]+/.exec(await answer.text())?.[0] ?? "";
  browser = await openChromium();
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

it("a list of 1,000 pipelines and a deployment over 500 instances", async () => {
  const pipelines: Interaction = {
    address: `${stack.url}${routes.pipelines()}`,
    firstRow: 'table[aria-label="Pipelines"] a[data-list-row]',
    focus: 'search input[type="search"]',
    key: "9",
    answered: () => {
      const rows = document.querySelector('table[aria-label="Pipelines"]')?.ariaRowCount;
      const filter = document.querySelector<HTMLInputElement>('search input[type="search"]');
      return filter?.value.includes("9") === true && Number(rows ?? 0) < 900;
    },
  };
  const deployment: Interaction = {
    address: `${stack.url}${routes.deployment(deploymentId)}`,
    firstRow: '[role="grid"] [data-cell="0:0"]',
    focus: '[role="grid"] [data-cell="0:0"]',
    key: "ArrowDown",
    answered: () => (document.activeElement as HTMLElement | null)?.dataset.cell === "1:0",
  };
  const first = await loadOnce(pipelines);
  await readMostRows();
  const read = rowsRead();
  const rows = [
    asRow("1,000 pipelines, the very first look", [first]),
    ...(await measure("1,000 pipelines", pipelines)),
    ...(await measure("500 instances", deployment)),
  ];
  expect(list.length).toBeGreaterThanOrEqual(PIPELINES);
  expect(await targetsOf(deploymentId)).toBe(INSTANCES);
  keepFigures("4-scale", {
    title: `${PIPELINES} pipelines and a deployment over ${INSTANCES} instances, ms until usable`,
    header: ["", "loads", "first row", "answers a key", "slowest", `aim: < ${AIM_MS}`],
    rows,
    how: [
      "From the start of the navigation to the frame that shows the first row, and to the one that shows the answer",
      'to a key pressed as soon as there is a row: the list filtered by "9", the focus moved down in the grid.',
      `Medians, with an empty and with a full browser cache. Of the list ${read} rows had been read before.`,
    ],
  });
});

/** Loads with new profiles, and again with the same ones. */
async function measure(name: string, interaction: Interaction): Promise<string[][]> {
  const cold: Answered[] = [];
  const warm: Answered[] = [];
  for (let load = 0; load < LOADS; load += 1) {
    const profile = await newProfile(browser, stack.url, session);
    cold.push(await untilAnswered(profile, interaction));
    warm.push(await untilAnswered(profile, interaction));
    await profile.close();
  }
  return [asRow(`${name}, empty cache`, cold), asRow(`${name}, full cache`, warm)];
}

async function loadOnce(interaction: Interaction): Promise<Answered> {
  const profile: BrowserContext = await newProfile(browser, stack.url, session);
  const load = await untilAnswered(profile, interaction);
  await profile.close();
  return load;
}

function asRow(name: string, loads: Answered[]): string[] {
  const answered = loads.map((load) => load.answered);
  const typical = median(answered);
  return [
    name,
    String(loads.length),
    median(loads.map((load) => load.firstRow)).toFixed(0),
    typical.toFixed(0),
    Math.max(...answered).toFixed(0),
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
