import type { Page, Request } from "@playwright/test";

export interface HeldAction {
  /** The browser's request, once the person has pressed. */
  pressed: Promise<Request>;
  /** Lets it reach the console after all. */
  release(): Promise<void>;
  /** Loses it on its way. */
  lose(): Promise<void>;
}

/** Holds the page's next server action on its way to the console, for what shall happen between look and press. */
export async function holdAction(page: Page): Promise<HeldAction> {
  const everything = () => true;
  let arrived: (request: Request) => void = () => {};
  let decide: (how: "release" | "lose") => void = () => {};
  const pressed = new Promise<Request>((resolve) => {
    arrived = resolve;
  });
  const decided = new Promise<"release" | "lose">((resolve) => {
    decide = resolve;
  });
  await page.route(everything, async (route) => {
    if (!route.request().headers()["next-action"]) return route.fallback();
    arrived(route.request());
    if ((await decided) === "lose") await route.abort("connectionreset");
    else await route.continue();
  });
  const end = async (how: "release" | "lose") => {
    const request = await pressed;
    const over =
      how === "release"
        ? request.response()
        : page.waitForEvent("requestfailed", (one) => one === request);
    decide(how);
    await over;
    await page.unroute(everything);
  };
  return { pressed, release: () => end("release"), lose: () => end("lose") };
}
