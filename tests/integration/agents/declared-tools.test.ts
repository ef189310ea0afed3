import { afterAll, describe, expect, test } from "vitest";
import { inlineTools } from "@/server/agents/tools/inline";
import { skillTools } from "@/server/agents/tools/skills";
import { aDefinition } from "../../fixtures/agents/harness-world";
import { type OpenedTools, openTools, removeOpened } from "../../fixtures/agents/opened-tools";

const opened: OpenedTools[] = [];
afterAll(async () => {
  await Promise.all(opened.map((tools) => tools.close()));
  removeOpened();
});

const inline = (name: string) => ({
  type: "inline_function",
  name,
  config: {
    inlineFunction: {
      description: `Does ${name}.`,
      inputSchema: { type: "object", properties: { n: { type: "integer" } }, required: ["n"] },
    },
  },
});

describe.concurrent("inline functions", () => {
  test("with a command run in the sandbox, JSON in and JSON out; without one a person answers", async () => {
    const tools = await openTools(
      inlineTools(),
      aDefinition({
        harness: { tools: ["twice", "broken", "chatty", "ask", "unknown"].map(inline) },
        console: {
          classes: { twice: "read", broken: "change", chatty: "read", ask: "read" },
          inline: {
            twice: {
              command: `python3 -c 'import json, sys; print(json.dumps({"twice": 2 * json.load(sys.stdin)["n"]}))'`,
            },
            broken: { command: "echo no >&2; exit 4" },
            chatty: { command: "echo hello" },
          },
        },
      }),
    );
    opened.push(tools);
    expect(tools.tool("twice")).toMatchObject({ class: "read", contained: true, source: "inline" });
    expect(tools.tool("broken").class).toBe("change");
    const doubled = await tools.run("twice", { n: 21 });
    expect(doubled.content).toEqual([{ json: { twice: 42 } }]);
    expect(await tools.run("broken", { n: 1 })).toMatchObject({
      status: "error",
      text: "[It ended with code 4.]\n[stderr]\nno",
    });
    expect((await tools.run("chatty", { n: 1 })).text).toContain("It wrote no JSON");
    expect(tools.tool("ask").answeredByPerson).toBe(true);
    expect(tools.unresolved).toEqual([
      {
        name: "unknown",
        why: "unknown has no class in console.json (classes): read, change or destroy.",
      },
    ]);
  });
});

describe.concurrent("skills", () => {
  test("are listed to the model, and loading one gives its text and places its files", async () => {
    const files = {
      "skills/log/SKILL.md":
        "---\nname: read-a-log\ndescription: For logs of deployments.\n---\nRun the script.\n",
      "skills/log/scripts/first.sh": "echo found",
    };
    const definition = { ...aDefinition({ harness: { skills: ["./skills/log"] } }), files };
    const tools = await openTools(skillTools(), definition);
    opened.push(tools);
    expect(tools.tool("load_skill").description).toContain(
      "- read-a-log: For logs of deployments.",
    );
    const loaded = await tools.run("load_skill", { name: "read-a-log" });
    expect(loaded.text).toContain("Run the script.");
    expect(loaded.text).toContain("/workspace/.skills/read-a-log: scripts/first.sh");
    const ran = await tools.workspace.run("bash .skills/read-a-log/scripts/first.sh");
    expect(ran.stdout).toBe("found\n");
    expect(await tools.run("load_skill", { name: "other" })).toMatchObject({ status: "threw" });
  });
});
