import type { Page } from "@playwright/test";

/** When something first stood in the page; milliseconds since 1970 by the machine's clock. */
export interface SeenAt {
  /** The DOM changed. */
  changed: number;
  /** The frame that shows it was painted. */
  painted: number;
}

declare global {
  interface Window {
    executionsSeen?: Map<string, SeenAt>;
  }
}

/**
 * Notes for every row of the page's executions when it first stood there, and when its status first
 * did. Costs the page one look at its rows per change.
 */
export const watchExecutions = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen = new Map<string, SeenAt>();
    window.executionsSeen = seen;
    const note = (key: string) => {
      if (seen.has(key)) return;
      const at: SeenAt = { changed: Date.now(), painted: 0 };
      seen.set(key, at);
      // The first task after the next frame's callbacks runs when that frame has been painted.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          at.painted = Date.now();
        };
        port2.postMessage(0);
      });
    };
    const look = () => {
      const links = document.querySelectorAll<HTMLAnchorElement>(
        'table[aria-label="Executions"] a[data-list-row]',
      );
      for (const link of links) {
        const id = link.pathname.split("/").at(-1) ?? "";
        note(id);
        note(`${id} ${link.closest("tr")?.cells[1]?.textContent ?? ""}`);
      }
    };
    look();
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });

/** Waits until the execution, with this status when one is given, has been painted. */
export async function whenSeen(page: Page, id: string, status?: string): Promise<SeenAt> {
  const key = status ? `${id} ${status}` : id;
  const found = await page.waitForFunction(
    (wanted) => {
      const at = window.executionsSeen?.get(wanted);
      return at && at.painted > 0 ? at : undefined;
    },
    key,
    { timeout: 15_000 },
  );
  return (await found.jsonValue()) as SeenAt;
}
