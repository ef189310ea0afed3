import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { expectWireTruth } from "../../../fixtures/expect-wire-truth.ts";
import { run } from "../core/clients.ts";

const botocore = await run("python3", [
  "-c",
  "import botocore, sys; sys.exit(tuple(map(int, botocore.__version__.split('.')[:2])) < (1, 40))",
]);

/** A line of a lab's record, as the lab writes it. */
const aLine = (operation: string, output: unknown, more: object = {}) => ({
  service: "bedrock-runtime",
  operation,
  dialect: "rest-json",
  status: 200,
  input: { modelId: "lab.text-v1", messages: [{ role: "user", content: [{ text: "a" }] }] },
  output: JSON.stringify(output),
  ...more,
});

async function check(line: object): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "wire-"));
  const file = join(folder, "wire.jsonl");
  writeFileSync(file, `${JSON.stringify(line)}\n`);
  try {
    await expectWireTruth(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
const message = { role: "assistant", content: [{ text: "b" }] };
const answer = { output: { message }, stopReason: "end_turn", usage, metrics: { latencyMs: 1 } };

describe.skipIf(botocore.code !== 0)(
  "the check of the wire, for Bedrock",
  { timeout: 60_000 },
  () => {
    it("passes what fits", async () => {
      await expect(check(aLine("Converse", answer))).resolves.toBeUndefined();
      const refused = { status: 429, error: "ThrottlingException" };
      await expect(check(aLine("Converse", { message: "m" }, refused))).resolves.toBeUndefined();
    });

    it.each([
      [aLine("Converse", { ...answer, stopReason: "done" }), "is not one of StopReason"],
      [aLine("Converse", { ...answer, usage: {} }), "$.usage.inputTokens is required and missing"],
      [
        aLine("ConverseStream", { stream: [{ messageStop: {} }] }),
        "messageStop.stopReason is required",
      ],
      [
        aLine("ConverseStream", { stream: [{ ping: {} }] }),
        "$.stream.ping is no event of the model",
      ],
      [
        aLine("Converse", { message: "m" }, { status: 400, error: "NoSuchException" }),
        "is not declared",
      ],
      [
        aLine("Converse", { message: "m" }, { status: 400, error: "ThrottlingException" }),
        "has status 400 in place of 429",
      ],
      [
        aLine("Converse", answer, {
          input: { ...aLine("", 0).input, inferenceConfig: { maxTokens: 0 } },
        }),
        "has less than 1",
      ],
    ])("finds what does not (%#)", async (line, violation) => {
      await expect(check(line)).rejects.toThrow(violation);
    });
  },
);
