import { expect, test } from "vitest";
import { orKnown } from "@/server/agents/remote-agents";

type Read = Parameters<typeof orKnown>[0];

const agent = (name: string): Read["agents"][number] => ({
  agent: name,
  title: name,
  home: { kind: "agentcore", arn: name, what: "harness" },
  tools: { read: 0, change: 0, destroy: 0 },
});
const AT = Date.parse("2026-11-27T10:02:33Z");
const away = "AgentCore cannot be reached; try again in a moment.";

test("agents that cannot be read now stay as they were, and it is said since when", () => {
  const known = { at: AT, agents: [agent("a"), agent("b")] };
  expect(orKnown({ agents: [agent("b")], missing: [away] }, known)).toEqual({
    agents: [agent("b"), agent("a")],
    missing: ["AgentCore cannot be reached. What runs there is shown as of 2026-11-27 10:02 UTC."],
  });
});

test("an agent that is gone is gone once all of it can be read, and nothing is made up", () => {
  const read = { agents: [agent("b")], missing: [] };
  expect(orKnown(read, { at: AT, agents: [agent("a")] })).toEqual(read);
  const never = { agents: [], missing: [away] };
  expect(orKnown(never, undefined)).toEqual(never);
});
