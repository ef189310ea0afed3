import {
  ListPipelineExecutionsCommand,
  StartPipelineExecutionCommand,
} from "@aws-sdk/client-codepipeline";
import type { Browser } from "@playwright/test";
import { afterAll, beforeAll, expect, it } from "vitest";
import { amiReadUrls } from "../../lib/ami-updates/keys.ts";
import type { HistoryPage } from "../../lib/ami-updates/views.ts";
import { routes } from "../../lib/platform/routes.ts";
import { waitUntil } from "../../scripts/processes/wait-until.ts";
import {
  codepipelineOf,
  decideAtAws,
  type WaitingApproval,
  waitingApproval,
} from "../harness/approvals.ts";
import { releasedPaths } from "../harness/released.ts";
import { type Stack, startStack } from "../harness/start-stack.ts";
import { type Load, loadPage } from "./browser/load-page.ts";
import { newProfile, openChromium } from "./browser/open-chromium.ts";
import { SESSION_COOKIE, sessionOf } from "./console/session-of.ts";
import { keepFigures } from "./report/keep-figures.ts";
import { median } from "./report/percentile.ts";

const PIPELINE = "lab-app";
const LOADS = 3;
const AIM_KB = 180;

let stack: Stack;
let browser: Browser;

beforeAll(async () => {
  // The waiting that only makes a deployment watchable is nothing to measure.
  process.env.LAB_PACE = "fast";
  stack = await startStack({ amiUpdates: true });
  browser = await openChromium();
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

it("cold and warm page loads, and the JavaScript of each route", async () => {
  await expectGzip();
  const session = await sessionOf(stack, "approver");
  const rows = [await measureRoute("sign-in", routes.signIn())];
  const measure = async (name: string, path: string, aimKb?: number) =>
    rows.push(await measureRoute(name, path, { session, aimKb }));

  const approved = await release();
  await measure("pipeline, released", routes.pipeline(PIPELINE), AIM_KB);
  await waitForSecond(approved);
  await measure("pipeline, an approval waits", routes.pipeline(PIPELINE), AIM_KB);
  const released = await releasedPaths(stack);
  for (const [name, start] of [
    ["execution", "/releases/pipelines/"],
    ["build", "/releases/builds/"],
    ["deployment", "/releases/deployments/"],
  ] as const) {
    await measure(name, released.find((path) => path.startsWith(start)) ?? `${start}missing`);
  }
  await measure("fleet", routes.fleet(PIPELINE, "in-place"));
  await measure("inbox", routes.inbox());
  await measure("pipelines", routes.pipelines());
  await measure("audit", routes.audit());
  await measure("AMI clusters", routes.amiUpdates());
  await measure("AMI proposal", routes.amiProposal(await proposal(session)));
  await measure("AMI rollout", routes.amiRollout("dev", "default"));
  await measure("AMI history", routes.amiHistory());

  expect(rows).toHaveLength(14);
  keepFigures("3-page-loads", {
    title: "Page loads, ms: with an empty cache / with a full one; JavaScript in kB gzipped",
    header: ["", "JavaScript", "first byte", "painted", "usable", "over the network, kB"],
    rows,
    how: [
      `Medians of ${LOADS} loads each, in Chromium at 1440 px, from a console that has answered before. JavaScript is`,
      "all that the route had loaded when it fell silent, as it comes over the wire; usable is when the heading",
      `stands there, nothing is busy and React listens. Aim: under ${AIM_KB} kB on the pipeline's page.`,
    ],
  });
});

/** Releases v1.0 to the end. */
async function release(): Promise<WaitingApproval> {
  await stack.runLab("release", "v1.0");
  const approval = await waitingApproval(stack, PIPELINE);
  await decideAtAws(stack, approval, "Approved");
  const list = new ListPipelineExecutionsCommand({ pipelineName: PIPELINE, maxResults: 1 });
  await waitUntil("The release of v1.0", async () => {
    const { pipelineExecutionSummaries } = await codepipelineOf(stack).send(list);
    return pipelineExecutionSummaries?.[0]?.status === "Succeeded";
  });
  return approval;
}

/** Publishes a node image; gives the id of the update that it became. */
async function proposal(session: string): Promise<string> {
  await stack.runLab("ami", "publish", "routine");
  return waitUntil("A proposed update", async () => {
    const answer = await fetch(`${stack.url}${amiReadUrls.history({})}`, {
      headers: { cookie: `${SESSION_COOKIE}=${session}` },
    });
    const { data } = (await answer.json()) as { data: HistoryPage };
    return data.rows.find(({ pull }) => pull)?.id;
  });
}

/** Lets another execution wait for its approval, with all the evidence that a first one does not have. */
async function waitForSecond(first: WaitingApproval): Promise<void> {
  await codepipelineOf(stack).send(new StartPipelineExecutionCommand({ name: PIPELINE }));
  await waitingApproval(stack, PIPELINE, first);
}

/** Loads a page in new profiles and again in the same ones; the first load of all only warms the console. */
async function measureRoute(
  name: string,
  path: string,
  { session, aimKb }: { session?: string; aimKb?: number | undefined } = {},
): Promise<string[]> {
  const address = `${stack.url}${path}`;
  const cold: Load[] = [];
  const warm: Load[] = [];
  for (let load = 0; load <= LOADS; load += 1) {
    const profile = await newProfile(browser, stack.url, session);
    const first = await loadPage(profile, address);
    if (load > 0) {
      cold.push(first);
      warm.push(await loadPage(profile, address));
    }
    await profile.close();
  }
  const both = (of: (load: Load) => number) =>
    [cold, warm].map((loads) => median(loads.map(of)).toFixed(0)).join(" / ");
  const kb = median(cold.map(({ javascript }) => javascript)) / 1000;
  const verdict = aimKb ? ` (< ${aimKb}: ${kb < aimKb ? "met" : "missed"})` : "";
  return [
    name,
    `${kb.toFixed(1)}${verdict}`,
    both((load) => load.firstByte),
    both((load) => load.painted),
    both((load) => load.usable),
    both((load) => load.network / 1000),
  ];
}

/** The sizes are those of gzip only when the console answers so. */
async function expectGzip(): Promise<void> {
  const page = await (await fetch(`${stack.url}${routes.signIn()}`)).text();
  const script = /src="([^"]+\.js)"/.exec(page)?.[1] ?? "";
  const answer = await fetch(new URL(script, stack.url), {
    headers: { "accept-encoding": "gzip, deflate, br, zstd" },
  });
  await answer.arrayBuffer();
  expect(answer.headers.get("content-encoding")).toBe("gzip");
}
