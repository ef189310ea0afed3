import type { BrowserContext, Page } from "@playwright/test";
import { cpuMs } from "../console/cpu-ms.ts";

/** What is loaded, and what shows that it answers. */
export interface Interaction {
  address: string;
  /** Its first row, as a CSS selector. */
  firstRow: string;
  /** Takes the key. */
  focus: string;
  key: string;
  /** Runs in the page: the key is answered, and the page shows it. */
  answered: () => boolean;
}

/** Milliseconds from the start of the navigation. */
export interface Answered {
  firstRow: number;
  /** The frame that shows the answer to a key is painted. */
  answered: number;
  /** Keys pressed until one was answered. */
  presses: number;
  /** CPU time that this took the console, and the page's own process. */
  consoleCpu: number;
  pageCpu: number;
}

declare global {
  interface Window {
    isAnswered?: () => boolean;
    rowAt?: number;
    answeredAt?: number;
  }
}

/** A person who presses a key as soon as there is a row, and again when nothing has happened after this long. */
const PATIENCE_MS = 150;

/**
 * Loads the address in a new tab of the profile and types until the page answers.
 * @param consolePid the console's process
 */
export async function untilAnswered(
  profile: BrowserContext,
  interaction: Interaction,
  consolePid: number,
): Promise<Answered> {
  const page = await profile.newPage();
  try {
    const consoleBefore = cpuMs(consolePid);
    const pageBefore = await pageCpuMs(page);
    await page.addInitScript(`window.isAnswered = ${interaction.answered};`);
    await page.addInitScript(noteTimes, interaction.firstRow);
    await page.goto(interaction.address, { waitUntil: "commit" });
    await page.waitForFunction(() => window.rowAt !== undefined);
    let presses = 0;
    let done: Awaited<ReturnType<typeof answerWithin>>;
    while (!done && presses < 100) {
      await page.focus(interaction.focus);
      await page.keyboard.press(interaction.key);
      presses += 1;
      done = await answerWithin(page, PATIENCE_MS);
    }
    if (!done) throw new Error(`${interaction.address} never answered a key.`);
    const pageCpu = (await pageCpuMs(page)) - pageBefore;
    return { ...done, presses, consoleCpu: cpuMs(consolePid) - consoleBefore, pageCpu };
  } finally {
    await page.close();
  }
}

/** CPU time of all threads of the page's process since it started, ms. */
async function pageCpuMs(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  const { metrics } = await devtools.send("Performance.getMetrics");
  await devtools.detach();
  return (metrics.find(({ name }) => name === "ProcessTime")?.value ?? Number.NaN) * 1_000;
}

async function answerWithin(page: Page, ms: number) {
  try {
    const found = await page.waitForFunction(
      () =>
        window.answeredAt !== undefined && {
          firstRow: window.rowAt ?? Number.NaN,
          answered: window.answeredAt,
        },
      undefined,
      { timeout: ms },
    );
    return (await found.jsonValue()) as Pick<Answered, "firstRow" | "answered">;
  } catch (error) {
    if ((error as Error).name === "TimeoutError") return undefined;
    throw error;
  }
}

/** Runs in the page before anything of it: looks before every frame, and notes when what it saw is painted. */
function noteTimes(firstRow: string): void {
  const paintedThen = (note: () => void) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = note;
    port2.postMessage(0);
  };
  const noteRow = () => {
    window.rowAt = performance.now();
  };
  const noteAnswer = () => {
    window.answeredAt = performance.now();
  };
  let row = false;
  const look = () => {
    if (!row) {
      const found = document.querySelector<HTMLElement>(firstRow);
      row = !!found && found.getBoundingClientRect().height > 0;
      if (row) paintedThen(noteRow);
    } else if (window.isAnswered?.()) return paintedThen(noteAnswer);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
