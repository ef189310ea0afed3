import { expect, type Locator, type Page, test } from "@playwright/test";
import { routes } from "../../../lib/platform/routes.ts";
import { conversation, over, SLOW, saveAgent, say, start } from "../../harness/agent-session.ts";
import { toasts } from "../../harness/approval-card.ts";
import { expectAccessible } from "../../harness/expect-accessible.ts";
import { clearFaults, setFaults } from "../../harness/lab-faults.ts";
import { picture } from "../../harness/picture.ts";
import { sharedStack } from "../../harness/shared-stack.ts";
import { signIn } from "../../harness/sign-in.ts";

test.describe.configure({ mode: "serial" });

const AGENT = "number_teller";
const FIRST = "lab.operator-v1";
const OTHER = "lab.gullible-v1";

let page: Page;

const harness = { name: AGENT, model: { provider: "bedrock", modelId: FIRST } };
const settings = {
  description: "Counts.",
  builtins: ["shell"],
  budget: { usd: 1 },
  models: [{ provider: "bedrock", modelId: OTHER }],
};
const note = (): Locator =>
  page.getByRole("main").getByRole("status").filter({ hasText: "it can go on from its journal" });

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext();
  page = await context.newPage();
  await signIn(page, sharedStack(), "admin");
  await saveAgent(page, routes.agentNew(), { harness, prompt: "You count.", console: settings });
});
test.afterAll(async () => {
  await clearFaults(sharedStack());
  await page.context().close();
});

test("another model goes on in the same conversation, which says so, and each run its own cost", async () => {
  await start(page, AGENT, "Count to 20.");
  await over(page, 1);
  await page.getByLabel("Model", { exact: true }).selectOption({ label: `${OTHER} (Bedrock)` });
  await expect(toasts(page)).toContainText(`From now on it is ${OTHER}.`);
  const said = conversation(page);
  await expect(said).toContainText(`From here on it answers with ${OTHER}`);
  await say(page, "Count to 10.");
  await over(page, 2);
  const ends = said.locator("p").filter({ hasText: "Finished its answer." });
  await expect(ends.first()).toContainText(FIRST);
  await expect(ends.last()).toContainText(OTHER);
  for (const end of await ends.all()) await expect(end).toContainText(/\$0\.00\d+/);
});

test("a model that is busy is asked again, one that fails leaves a sentence and a button that works", async () => {
  await setFaults(sharedStack(), { service: "bedrock-runtime", kind: "throttle", count: 1 });
  await say(page, "Count to 11.");
  const said = conversation(page);
  await expect(said).toContainText("The model is busy: its provider throttles requests.", SLOW);
  await over(page, 3);
  await setFaults(sharedStack(), {
    service: "bedrock-runtime",
    kind: "error",
    status: 403,
    code: "AccessDeniedException",
  });
  await say(page, "Count to 12.");
  await expect(note()).toContainText("refused the console's credentials", SLOW);
  await expectAccessible(page);
  await picture(page, "agents-failed");
  await clearFaults(sharedStack());
  await note().getByRole("button", { name: "Go on" }).click();
  await over(page, 4);
  await expect(note()).toHaveCount(0);
  await expect(said).toContainText("1 2 3 4 5 6 7 8 9 10 11 12");
});

test("what is sent while the agent is at work is kept back or sent when it is done", async () => {
  const waits = page.getByText("It is sent as soon as the agent is done.");
  const box = page.getByRole("textbox", { name: "Message", exact: true });
  await say(page, "Count to 900.");
  await expect(conversation(page).getByText("Count to 900.")).toBeVisible();
  await box.fill("Count to 13.");
  await box.press("Enter");
  await expect(waits).toBeVisible();
  await box.press("Escape");
  await expect(waits).toHaveCount(0);
  await box.press("Enter");
  await expect(waits).toBeVisible();
  await over(page, 6);
  await expect(waits).toHaveCount(0);
  await expect(box).toHaveValue("");
  await expect(conversation(page)).toContainText("1 2 3 4 5 6 7 8 9 10 11 12 13");
});

test("who reads further up is left there, and is told how much is new", async () => {
  const said = conversation(page);
  await expect(said).toBeVisible();
  await said.hover();
  await page.mouse.wheel(0, -4_000);
  await expect(page.getByRole("button", { name: "To the end" })).toBeVisible();
  const top = await said.evaluate((box) => box.scrollTop);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await say(other, "Count to 200.");
  await over(other, 7);
  await other.close();
  const pill = page.getByRole("button", { name: /^\d+ new$/ });
  await expect(pill).toBeVisible();
  expect(await said.evaluate((box) => box.scrollTop)).toBe(top);
  await pill.click();
  await expect(pill).toHaveCount(0);
  await expect(said.getByText("Finished its answer.").last()).toBeInViewport();
});

test("on AgentCore a person answers, and what it costs is not known", async () => {
  const remote = "TrendsAgentHarness (AgentCore)";
  await start(page, remote, 'Call ask_person with {"question": "Which source first?"}');
  const asking = page.getByRole("article", { name: /^TrendsAgentHarness.* asks a person$/ });
  await expect(asking.getByText("Which source first?")).toBeVisible(SLOW);
  await asking.getByLabel("Your answer").fill("The first one.");
  await asking.getByRole("button", { name: "Answer", exact: true }).click();
  await over(page, 1);
  const main = page.getByRole("main");
  await expect(main.getByText(/Finished its answer\. .* · cost not known · /)).toBeVisible();
  await expect(page.getByRole("region", { name: "Budget of this run" })).toContainText(
    "Moneynot known",
  );
  await expect(main).not.toContainText("$");
  await page.goto(`${sharedStack().url}${routes.agentSessions()}`);
  await expect(main.getByText("not known").first()).toBeVisible();
});
