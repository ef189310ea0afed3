import type { BrowserContext, Page } from "@playwright/test";

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

/** Loads the address in a new tab of the profile and types until the page answers. */
export async function untilAnswered(
  profile: BrowserContext,
  interaction: Interaction,
): Promise<Answered> {
  const page = await profile.newPage();
  try {
    await page.addInitScript(`window.isAnswered = ${interaction.answered};`);
    await page.addInitScript(noteTimes, interaction.firstRow);
    await page.goto(interaction.address, { waitUntil: "commit" });
    await page.waitForFunction(() => window.rowAt !== undefined);
    let presses = 0;
    let done: Omit<Answered, "presses"> | undefined;
    while (!done && presses < 100) {
      await page.focus(interaction.focus);
      await page.keyboard.press(interaction.key);
      presses += 1;
      done = await answerWithin(page, PATIENCE_MS);
    }
    if (!done) throw new Error(`${interaction.address} never answered a key.`);
    return { ...done, presses };
  } finally {
    await page.close();
  }
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
    return (await found.jsonValue()) as Omit<Answered, "presses">;
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
