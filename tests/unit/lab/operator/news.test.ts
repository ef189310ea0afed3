import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { trendsCode } from "../../../../lab/models/operator/trends-code.ts";
import { HEADLINES } from "../../../../lab/services/news/pages.ts";

describe("the made-up headlines", () => {
  it("are counted by topic as their authors meant them", () => {
    const { hackernews, devto } = HEADLINES;
    const code = trendsCode({
      hackernews: hackernews.map(({ title }) => title),
      devto: devto.map(({ title }) => title),
    });
    const out = execFileSync("python3", ["-S", "-c", code], { encoding: "utf8" });
    const counted = Object.fromEntries(
      [...out.matchAll(/^\d+\t([^\t]+)\t(\d+)\t/gm)].map(([, topic, count]) => [
        topic,
        Number(count),
      ]),
    );
    const meant: Record<string, number> = {};
    for (const { topic } of [...hackernews, ...devto]) meant[topic] = (meant[topic] ?? 0) + 1;
    const { Other: other, ...topics } = meant;
    expect(counted).toEqual(topics);
    expect(out).toContain(`TOTAL 30 OTHER ${other}`);
  });
});
