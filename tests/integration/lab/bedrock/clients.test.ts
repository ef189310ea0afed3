import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { run } from "../core/clients.ts";

const PATIENCE = 120_000;
let lab: LabUnderTest;
beforeAll(async () => {
  lab = await startLab({ env: { ...process.env, LAB_PACE: "fast" } });
});
afterAll(() => lab?.stop());

const messages = JSON.stringify([{ role: "user", content: [{ text: "What is Redis?" }] }]);
/** The CLI on the PATH; Debian 12's own does not know the service yet. */
const aws = (...args: string[]) =>
  run("aws", ["--endpoint-url", lab.endpoint, "--output", "json", "bedrock-runtime", ...args], {
    env: {
      PATH: process.env.PATH,
      HOME: lab.stateDir,
      AWS_ACCESS_KEY_ID: "lab",
      AWS_SECRET_ACCESS_KEY: "lab",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_PAGER: "",
    } as unknown as NodeJS.ProcessEnv,
  });
const cli = await run("aws", ["bedrock-runtime"]);
const knows = cli.stderr.includes("aws: error") && !cli.stderr.includes("nvalid choice");
const boto3 = await run("python3", [
  "-c",
  "import boto3, sys; sys.exit('bedrock-runtime' not in boto3.Session().get_available_services())",
]);

describe.skipIf(!knows)("the AWS CLI", { timeout: PATIENCE }, () => {
  it("converses", async () => {
    const args = ["--model-id", "lab.text-v1", "--messages", messages];
    const { stdout, stderr } = await aws("converse", ...args);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({ stopReason: "end_turn" });
  });

  it("invokes the embedding model into a file", async () => {
    const [body, file] = [join(lab.stateDir, "body.json"), join(lab.stateDir, "vector.json")];
    writeFileSync(body, '{"inputText":"What is Redis?"}');
    const args = ["--model-id", "lab.embed-v1", "--body", `fileb://${body}`, file];
    const { code, stderr } = await aws("invoke-model", ...args);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(file, "utf8")).embedding).toHaveLength(1024);
  });

  it("is refused in words that it understands", async () => {
    const args = ["--model-id", "no.such-model", "--messages", messages];
    const { stderr } = await aws("converse", ...args);
    expect(stderr).toContain("(ValidationException) when calling the Converse operation");
    expect(stderr).toContain("The provided model identifier is invalid.");
  });
});

describe.skipIf(boto3.code !== 0)("boto3", { timeout: PATIENCE }, () => {
  const PROGRAM = `
import boto3, json
client = boto3.client("bedrock-runtime")
ask = dict(modelId="us.lab.text-v1:0", messages=[{"role": "user", "content": [{"text": "What is Redis?"}]}])
whole = client.converse(**ask)
events = list(client.converse_stream(**ask)["stream"])
body = json.dumps({"inputText": "What is Redis?"})
chunks = [json.loads(e["chunk"]["bytes"]) for e in client.invoke_model_with_response_stream(modelId="lab.text-v1", body=body)["body"]]
invoked = client.invoke_model(modelId="lab.text-v1", body=body)
try:
    client.converse(**{**ask, "modelId": "no.such-model"})
except client.exceptions.ValidationException as error:
    refused = error.response["ResponseMetadata"]["HTTPStatusCode"]
print(json.dumps({
    "whole": whole["output"]["message"]["content"][0]["text"],
    "streamed": "".join(e["contentBlockDelta"]["delta"]["text"] for e in events if "contentBlockDelta" in e),
    "usage": events[-1]["metadata"]["usage"] == whole["usage"],
    "invoked": json.loads(invoked["body"].read())["results"][0]["outputText"],
    "chunks": "".join(c["outputText"] for c in chunks),
    "inputTokens": invoked["ResponseMetadata"]["HTTPHeaders"]["x-amzn-bedrock-input-token-count"],
    "refused": refused,
}))
`;

  it("gets the same from all four operations, by its environment alone", async () => {
    const { stdout, stderr } = await run("python3", ["-c", PROGRAM], {
      env: {
        ...process.env,
        AWS_ENDPOINT_URL_BEDROCK_RUNTIME: lab.endpoint,
        AWS_ACCESS_KEY_ID: "lab",
        AWS_SECRET_ACCESS_KEY: "lab",
        AWS_DEFAULT_REGION: "us-east-1",
      },
    });
    expect(stderr).toBe("");
    const told = JSON.parse(stdout);
    expect(told.whole).toMatch(/^Redis is a server/);
    expect(told).toMatchObject({
      streamed: told.whole,
      usage: true,
      invoked: told.whole,
      chunks: told.whole,
      inputTokens: expect.stringMatching(/^\d+$/),
      refused: 400,
    });
  });
});
