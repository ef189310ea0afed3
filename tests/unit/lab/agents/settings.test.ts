import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseAgent } from "@/lib/agents/parse-agent";
import { prepareAgents } from "../../../../scripts/services/agents.ts";

describe("the agents' settings of the demo", () => {
  it("make every agent of this repository valid over a lab, and lead the analyst to the lab's news", () => {
    const stateDir = mkdtempSync(join(tmpdir(), "agents-settings-"));
    const settings = prepareAgents("http://127.0.0.1:4566", stateDir);
    rmSync(stateDir, { recursive: true });
    const variables = JSON.parse(settings.SWITCHYARD_AGENTS_VARIABLES ?? "{}");
    const app = join(settings.SWITCHYARD_AGENTS_DIR ?? "", "app");
    const agents = readdirSync(app).map((name) => {
      const read = (file: string) => readFileSync(join(app, name, file), "utf8");
      const files = Object.fromEntries(
        ["harness.json", "console.json", "system-prompt.md"].map((file) => [file, read(file)]),
      );
      return { name, ...parseAgent(files, { variables, name }) };
    });
    expect(agents.map(({ name }) => name)).toContain("trends_analyst");
    // Skills are folders of their own, and not read here.
    const problems = agents
      .flatMap((one) => one.problems)
      .filter(({ message }) => !/skill/i.test(message));
    expect(problems).toEqual([]);
    const analyst = agents.find(({ name }) => name === "trends_analyst")?.agent;
    expect(analyst?.systemPrompt).toContain("http://127.0.0.1:4566/_lab/news/devto");
    expect(analyst?.console.browser.hosts).toEqual(["127.0.0.1:4566"]);
  });
});
