import { afterAll, afterEach, beforeAll } from "vitest";
import {
  type ScriptedBedrock,
  startScriptedBedrock,
} from "../../../fixtures/agents/scripted-bedrock";
import { setConsoleEnv } from "../../../fixtures/set-console-env";

/** The model that the files beside it ask; each test gives it its lines. */
export let bedrock: ScriptedBedrock;

beforeAll(async () => {
  bedrock = await startScriptedBedrock(() => ({ text: "Hello." }));
  setConsoleEnv({
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock.url,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  });
});
afterAll(() => bedrock?.stop());
afterEach(() => bedrock.release());
