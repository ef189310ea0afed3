import {
  BedrockRuntimeClient,
  BedrockRuntimeServiceException,
  ConverseCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { expect, test } from "@playwright/test";
import { routes } from "../../../lib/platform/routes.ts";
import { waitUntil } from "../../../scripts/processes/wait-until.ts";
import { expectAccessible } from "../../harness/expect-accessible.ts";
import { picture } from "../../harness/picture.ts";
import { startPromptProgram } from "../../harness/prompt-program.ts";
import { sharedStack } from "../../harness/shared-stack.ts";
import { signIn } from "../../harness/sign-in.ts";

/** What "refused within two seconds" promises, and a moment for the request that finds it out. */
const REVOKED = { timeoutMs: 2_500, everyMs: 100 };

/** The lines `export NAME=value` of a snippet. */
const exported = (snippet: string): Record<string, string> =>
  Object.fromEntries(
    [...snippet.matchAll(/^export (\w+)=(.+)$/gm)].map(([, name, to]) => [name, to]),
  );

test("a signing key is issued in the browser, works, is revoked, and is refused within two seconds", async ({
  page,
}) => {
  const { url } = sharedStack();
  await signIn(page, sharedStack(), "admin");
  await page.goto(`${url}${routes.promptKeys()}`);
  await page.getByRole("button", { name: "Issue a key…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Help desk");
  await expect(dialog.getByRole("radio", { name: /Signing key/ })).toBeChecked();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Issue the key" }).click();
  await expect(dialog).toContainText("This is the only time that it is shown.");
  const env = exported((await dialog.locator("pre").textContent()) ?? "");
  expect(env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME).toBe(`${url}/api/bedrock`);
  expect(env.AWS_ACCESS_KEY_ID).toMatch(/^SYAK/);
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog.getByRole("alert")).toContainText("It cannot be shown again.");
  await dialog.getByRole("button", { name: "I have kept it" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("main")).not.toContainText(env.AWS_SECRET_ACCESS_KEY as string);

  const request = { modelId: "lab.text-v1", prompt: "What is a service mesh?" };
  const program = startPromptProgram("sdk", env);
  expect(await program.ask(request)).toMatchObject({ cache: "miss" });
  await program.end();

  const other = await page.context().newPage();
  await other.goto(`${url}${routes.promptKeys()}`);
  await other.getByRole("button", { name: "Revoke… Help desk" }).click();
  const row = page.getByRole("row", { name: /Help desk/ });
  await expect(row).toContainText("Active");
  await picture(page, "prompt-keys");
  await row.getByRole("button", { name: /^Revoke…/ }).click();
  await expect(dialog).toContainText("Whoever uses it is refused within two seconds, for good.");
  await dialog.getByRole("button", { name: "Revoke the key" }).click();
  await expect(row).toContainText("Revoked");

  // Who comes second is told by a toast, and sees what is true now.
  await other.getByRole("button", { name: "Revoke the key" }).click();
  await expect(other.getByRole("dialog")).toBeHidden();
  const told = other.getByRole("region", { name: "Notifications" });
  await expect(told).toContainText("revoked this key before you");
  await expect(other.getByRole("row", { name: /Help desk/ })).toContainText("Revoked");
  await other.close();

  const client = new BedrockRuntimeClient({
    region: "us-east-1",
    endpoint: env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME as string,
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID as string,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY as string,
    },
    maxAttempts: 1,
  });
  const messages = [{ role: "user" as const, content: [{ text: request.prompt }] }];
  const refused = await waitUntil(
    "The refusal of the revoked key",
    () =>
      client.send(new ConverseCommand({ modelId: request.modelId, messages })).then(
        () => undefined,
        (error) => error,
      ),
    REVOKED,
  );
  expect(refused).toBeInstanceOf(BedrockRuntimeServiceException);
  expect(refused.$metadata.httpStatusCode).toBe(403);
  expect(refused.name).toBe("UnrecognizedClientException");
  client.destroy();
});
