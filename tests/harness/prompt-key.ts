import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PromptKeyFile } from "../../scripts/services/prompt-cache.ts";

/** The key that the stack began with; of the namespace `support`. */
export const promptKey = ({ stateDir }: { stateDir: string }): PromptKeyFile =>
  JSON.parse(readFileSync(join(stateDir, "prompt-key.json"), "utf8"));

/** All that an application changes to have the cache in front of Bedrock. */
export const cacheEnv = (key: {
  endpoint: string;
  accessKeyId: string;
  secretAccessKey: string;
}): Record<string, string> => ({
  AWS_ENDPOINT_URL_BEDROCK_RUNTIME: key.endpoint,
  AWS_ACCESS_KEY_ID: key.accessKeyId,
  AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
});

/** `POST /api/prompts` with the stack's bearer key. */
export async function postPrompt(
  stack: { stateDir: string },
  prompt: string,
  more: { model?: string; system?: string } = {},
): Promise<{ status: number; response?: string; cache?: string; score?: number; error?: string }> {
  const { promptsUrl, token } = promptKey(stack);
  const answer = await fetch(promptsUrl, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ prompt, ...more }),
  });
  return { status: answer.status, ...(await answer.json()) };
}
