import { describe, expect, it } from "vitest";
import { crumbs } from "@/lib/platform/crumbs";
import { routes } from "@/lib/platform/routes";

const labels = (path: string) => crumbs(path).map(({ label }) => label);

describe("crumbs", () => {
  it("gives the section alone without a link: it is the page", () => {
    expect(crumbs("/audit")).toEqual([{ label: "Audit" }]);
  });
  it("leads back from an execution to its pipeline", () => {
    expect(crumbs(routes.execution("lab-app", "e-1"))).toEqual([
      { label: "Releases", href: "/releases" },
      { label: "lab-app", href: "/releases/pipelines/lab-app" },
      { label: "Execution e-1" },
    ]);
  });
  it("calls executions and builds by the start of their UUID, as their pages do", () => {
    const uuid = "72849395-973c-404b-a112-c090418fa310";
    expect(labels(routes.execution("lab-app", uuid)).at(-1)).toBe("Execution 72849395");
    expect(labels(routes.build(`lab-app:${uuid}`)).at(-1)).toBe("Build lab-app:72849395");
  });
  it("reads names that were encoded, and broken encodings as they stand", () => {
    expect(labels(routes.pipeline("a/b c"))).toEqual(["Releases", "a/b c"]);
    expect(labels(routes.build("p:1"))).toEqual(["Releases", "Build p:1"]);
    expect(labels(routes.fleet("app", "group"))).toEqual(["Releases", "app · group"]);
    expect(labels("/releases/pipelines/%E0%A4%A")).toEqual(["Releases", "%E0%A4%A"]);
  });
  it("leads from a request of the prompt cache to the list of requests", () => {
    expect(crumbs(routes.promptRequest("17-0"))).toEqual([
      { label: "Prompt cache", href: "/prompt-cache" },
      { label: "Requests", href: "/prompt-cache/requests" },
      { label: "Request 17-0" },
    ]);
    expect(labels(routes.promptKeys())).toEqual(["Prompt cache", "Keys and namespaces"]);
    expect(labels("/prompt-cache/constructor")).toEqual(["Prompt cache"]);
  });
  it("leads from a proposal, a rollout and the history to the clusters", () => {
    expect(crumbs(routes.amiRollout("prod", "default"))).toEqual([
      { label: "AMI updates", href: "/ami-updates" },
      { label: "prod · default" },
    ]);
    expect(labels(routes.amiProposal("72849395-973c-404b-a112-c090418fa310")).at(-1)).toBe(
      "Proposal 72849395",
    );
    expect(labels(routes.amiHistory())).toEqual(["AMI updates", "History"]);
    expect(labels("/ami-updates/rollouts/prod")).toEqual(["AMI updates"]);
  });
  it("calls an agent as people do, and leads from its form to it", () => {
    expect(crumbs(routes.agentEdit("release_analyst"))).toEqual([
      { label: "Agents", href: "/agents" },
      { label: "release-analyst", href: "/agents/of/release_analyst" },
      { label: "Edit" },
    ]);
    expect(labels(routes.agentNew())).toEqual(["Agents", "New agent"]);
    const arn = "arn:aws:bedrock-agentcore:us-east-1:1:harness/TrendsAgentHarness-x1";
    expect(labels(routes.agent(arn)).at(-1)).toBe("TrendsAgentHarness-x1");
  });
  it("leads from a session to the list of sessions", () => {
    expect(crumbs(routes.agentSession(`ses_${"0a".repeat(16)}`))).toEqual([
      { label: "Agents", href: "/agents" },
      { label: "Sessions", href: "/agents/sessions" },
      { label: "Session ses_0a0a0a0a" },
    ]);
  });
  it("says nothing of places it does not know", () => {
    expect(crumbs("/nowhere/at/all")).toEqual([]);
    expect(labels("/releases/things/x")).toEqual(["Releases"]);
  });
});
