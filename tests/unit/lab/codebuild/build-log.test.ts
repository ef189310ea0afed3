import { describe, expect, it } from "vitest";
import { createBuildLog } from "../../../../lab/services/codebuild/build-log.ts";

function aLog(limit?: number) {
  let text = "";
  const log = createBuildLog(
    {
      write: (more) => {
        text += more;
      },
      end: async () => {},
    },
    limit,
  );
  return { log, text: () => text };
}

describe("a build's log", () => {
  it("masks secrets, also when they come in two pieces or without an end of line", () => {
    const { log, text } = aLog();
    log.mask(["s3cr3t-value", "two\nlines-here"]);
    log.output(Buffer.from("before s3cr3t"));
    log.output(Buffer.from("-value after\nlines-here\nlast s3cr3t-value"));
    log.endOutput();
    log.line("Error s3cr3t-value");
    expect(text()).not.toMatch(/s3cr3t|lines-here/);
    expect(text()).toContain("before *** after\n");
    expect(text()).toContain("last ***\n");
    expect(text()).toContain("Error ***");
  });

  it("cuts output above the limit with one clear line and keeps its own lines", () => {
    const { log, text } = aLog(1_000);
    for (let count = 0; count < 100; count++) log.output(Buffer.from(`${"x".repeat(99)}\n`));
    log.endOutput();
    log.line("Phase complete: BUILD State: SUCCEEDED");
    expect(text().match(/The output was cut here/g)).toHaveLength(1);
    expect(text()).toContain("printed more than 1000 bytes");
    expect(text()).toContain("Phase complete: BUILD");
    expect(text().match(/x/g)).toHaveLength(990);
  });

  it("does not hold an endless line in memory, nor leak a secret at its cut", () => {
    const { log, text } = aLog();
    log.mask(["topsecret"]);
    log.output(Buffer.from(`${"y".repeat(70_000)}topsec`));
    expect(text().length).toBeGreaterThan(69_000);
    log.output(Buffer.from("ret!\n"));
    expect(text()).toContain("***!");
    expect(text()).not.toContain("topsec");
  });

  it("keeps characters whole that are cut between chunks", () => {
    const { log, text } = aLog();
    const bytes = Buffer.from("naïve ✔\n");
    log.output(bytes.subarray(0, 3));
    log.output(bytes.subarray(3, 8));
    log.output(bytes.subarray(8));
    expect(text()).toBe("naïve ✔\n");
  });
});
