import { expect, type Locator, type Page, test } from "@playwright/test";
import { routes } from "../../../lib/platform/routes.ts";
import { conversation, over, SLOW, saveAgent, say, start } from "../../harness/agent-session.ts";
import { toasts } from "../../harness/approval-card.ts";
import { expectAccessible } from "../../harness/expect-accessible.ts";
import { picture } from "../../harness/picture.ts";
import { sharedStack } from "../../harness/shared-stack.ts";
import { signIn } from "../../harness/sign-in.ts";

test.describe.configure({ mode: "serial" });

const AGENT = "threshold_keeper";
/** So long a person has in the last of these journeys. */
const SOON_SECONDS = 8;
/** As the lab has it, and as it is left. */
const THRESHOLD = 0.85;

let page: Page;
/** Of a session in which there is time. */
let calm = "";

const harness = {
  name: AGENT,
  model: { provider: "bedrock", modelId: "lab.operator-v1" },
  tools: [
    {
      type: "inline_function",
      name: "ask_person",
      config: {
        inlineFunction: {
          description: "Asks a person a question and gives the answer.",
          inputSchema: {
            type: "object",
            properties: { question: { type: "string" } },
            required: ["question"],
          },
        },
      },
    },
  ],
};
const prompt = "You look after the threshold of the prompt cache.";
const settings = (expiresSeconds: number) => ({
  description: "Keeps the threshold where it serves best.",
  verbs: ["cache_set_threshold"],
  builtins: [],
  classes: { ask_person: "read" },
  approvals: { expiresSeconds },
  budget: { usd: 1 },
});

/** What a person orders: the lab's model calls just this. */
const order = (threshold: number): string =>
  `Call cache_set_threshold with ${JSON.stringify({
    namespace: "support",
    threshold,
    reason: "Fewer misses.",
  })}`;

const card = (): Locator => page.getByRole("article", { name: "May the agent do this?" });
const asks = (): Promise<void> => expect(card()).toBeVisible(SLOW);

/** The newest entry of the ledger of that name. */
async function openEntry(name: RegExp): Promise<Locator> {
  await page.goto(`${sharedStack().url}${routes.audit()}`);
  await page.getByRole("link", { name }).first().click();
  return page.getByRole("main");
}

// One person at one screen all the time: what is tried takes seconds, getting there would take more.
test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  await signIn(page, sharedStack(), "admin");
  await saveAgent(page, routes.agentNew(), { harness, prompt, console: settings(1_800) });
});
test.afterAll(() => page.close());

test("denied with a reason: the session says who and why, the model is told, the ledger has it", async () => {
  await start(page, AGENT, order(0.5));
  calm = page.url();
  await asks();
  await expect(card()).toContainText("from 0.85 to 0.50");
  await card().getByRole("button", { name: "Deny…" }).click();
  const dialog = page.getByRole("dialog");
  const deny = dialog.getByRole("button", { name: "Deny", exact: true });
  await deny.click();
  await expect(dialog).toContainText("Say why");
  await dialog.getByLabel("Reason").fill("Half of all answers would be wrong.");
  await deny.click();
  await expect(toasts(page)).toContainText("Denied cache_set_threshold");
  await over(page, 1);
  await expect(card()).toHaveCount(0);
  const said = conversation(page);
  await expect(said).toContainText(/Denied by .*Half of all answers would be wrong\./);
  // The stand-in repeats what it was told as the call's result.
  await expect(said).toContainText(
    /cache_set_threshold answered:\s*Alma Admin refused it: Half of all answers would be wrong\./,
  );

  const entry = await openEntry(/^agent\.call on .*cache_set_threshold.*: refused$/);
  await expect(entry).toContainText("Alma Admin refused it: Half of all answers would be wrong.");
  await expect(entry).toContainText(`Through${AGENT}`);
});

test("approved with other arguments: their effect is shown first, they run, and the ledger names both", async () => {
  await page.goto(calm);
  await say(page, order(0.6));
  await asks();
  await card().getByRole("button", { name: "Edit…" }).click();
  const dialog = page.getByRole("dialog");
  const text = dialog.getByLabel("Arguments", { exact: true });
  const asked = await text.inputValue();
  const effect = dialog.getByRole("region", { name: "What it would do now" });
  await text.fill(asked.replace("0.6", "7"));
  await expect(text).toHaveAccessibleDescription(/threshold/);
  await expect(effect).toHaveCount(0);
  await text.fill(asked.replace("0.6", "0.9"));
  await expect(effect).toContainText("from 0.85 to 0.90");
  await expectAccessible(page);
  await picture(page, "agents-edit");
  await dialog.getByRole("button", { name: "Approve as edited" }).click();
  await expect(toasts(page)).toContainText("as edited");
  await over(page, 2);
  const said = conversation(page);
  await expect(said).toContainText("The threshold of support is 0.9 now.");
  await expect(said).toContainText("with edited arguments");
  await said
    .getByRole("button", { name: /Set threshold/ })
    .last()
    .click();
  await expect(said).toContainText(/Ran with, as a person edited it.*threshold0\.9/);
  await expect(said).toContainText(/the agent asked with.*threshold0\.6/);

  const entry = await openEntry(/^prompt\.set-threshold on support/);
  await expect(entry).toContainText("changed the arguments first");
  await expect(entry).toContainText('"threshold": 0.9');
});

test("an agent asks a person, and goes on with the answer", async () => {
  await page.goto(calm);
  await say(page, 'Call ask_person with {"question": "Which namespace may I touch?"}');
  const asking = page.getByRole("article", { name: "threshold-keeper asks a person" });
  await expect(asking.getByText("Which namespace may I touch?")).toBeVisible(SLOW);
  await asking.getByRole("button", { name: "Answer", exact: true }).click();
  await expect(asking).toContainText("Write an answer.");
  await expectAccessible(page);
  await picture(page, "agents-asks");
  await asking.getByLabel("Your answer").fill("Only the one called support.");
  await asking.getByRole("button", { name: "Answer", exact: true }).click();
  await over(page, 3);
  await expect(asking).toHaveCount(0);
  const said = conversation(page);
  await expect(said).toContainText("Answered by Alma Admin");
  await expect(said).toContainText(/ask_person answered:\s*Only the one called support\./);
});

test("a call that nobody decides in time is refused before the eyes of who looks at it", async () => {
  const soon = { harness, prompt, console: settings(SOON_SECONDS) };
  await saveAgent(page, routes.agentEdit(AGENT), soon);
  await start(page, AGENT, order(THRESHOLD));
  await asks();
  await card().getByRole("button", { name: "Approve…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await over(page, 1);
  await expect(card()).toHaveCount(0);
  await expect(dialog).toHaveCount(0);
  await expect(toasts(page)).toContainText("The call no longer waits");
  const said = conversation(page);
  await expect(said).toContainText("Nobody decided it in time, so it was refused");

  // Asked where there is time it is approved, which leaves the threshold as it was.
  await page.goto(calm);
  await say(page, order(THRESHOLD));
  await asks();
  await card().getByRole("button", { name: "Approve…" }).click();
  await dialog.getByRole("button", { name: "Approve", exact: true }).click();
  await over(page, 4);
  await expect(said).toContainText("The threshold of support is 0.85 now.");
});
