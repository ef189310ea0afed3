import { describe, expect, it } from "vitest";
import { canonicalEvidence, canonicalJson } from "@/lib/releases/canonical-evidence";
import { commitOfGitRevision, commitsOfMetadata } from "@/lib/releases/commit-metadata";
import { commitsBetween } from "@/lib/releases/commits-between";
import type { Commit, Evidence, ExecutionRow, Revision } from "@/lib/releases/model";

const aCommit = (id: string, over: Partial<Commit> = {}): Commit => ({
  id,
  subject: `subject of ${id}`,
  ...over,
});
const aRevision = (
  id: string,
  commits: string[] = [id],
  over: Partial<Revision> = {},
): Revision => ({
  source: "Source",
  id: `version-${id}`,
  commit: aCommit(id),
  commits: commits.map((commit) => aCommit(commit)),
  ...over,
});
const anExecution = (
  id: string,
  revision: Revision,
  over: Partial<ExecutionRow> = {},
): ExecutionRow => ({
  id,
  status: "Succeeded",
  type: "STANDARD",
  revisions: [revision],
  ...over,
});
const ids = (result: { commits: Commit[] }) => result.commits.map((commit) => commit.id);

describe("commitsBetween", () => {
  const candidate = anExecution("e3", aRevision("c5", ["c5", "c4"]));
  const middle = anExecution("e2", aRevision("c3", ["c3", "c2"]), { status: "Superseded" });
  const production = anExecution("e1", aRevision("c1"));

  it("counts superseded executions in between and leaves production's own out", () => {
    const result = commitsBetween(
      [candidate, middle, production],
      candidate,
      aRevision("c1"),
      false,
    );
    expect(ids(result)).toEqual(["c5", "c4", "c3", "c2"]);
    expect(result.incomplete).toBe(false);
  });
  it("stops at production's commit within a push", () => {
    const result = commitsBetween([candidate, middle], candidate, aRevision("c2"), true);
    expect(ids(result)).toEqual(["c5", "c4", "c3"]);
    expect(result.incomplete).toBe(false);
  });
  it("says that commits are missing when production is not among what was read", () => {
    const result = commitsBetween([candidate, middle], candidate, aRevision("elsewhere"), false);
    expect(result.incomplete).toBe(true);
  });
  it("is complete for the very first release", () => {
    expect(commitsBetween([production], production, undefined, false)).toEqual({
      commits: [aCommit("c1")],
      incomplete: false,
    });
  });
  it("is incomplete when a source does not tell its commits", () => {
    const silent = anExecution("e2", { source: "Source", id: "x", commits: [] });
    const result = commitsBetween(
      [candidate, silent, production],
      candidate,
      aRevision("c1"),
      false,
    );
    expect(ids(result)).toEqual(["c5", "c4"]);
    expect(result.incomplete).toBe(true);
  });
  it("is incomplete when a push brought more than its list holds", () => {
    const cut = anExecution("e3", aRevision("c5", ["c5"], { commitsIncomplete: true }));
    expect(commitsBetween([cut, production], cut, aRevision("c1"), false).incomplete).toBe(true);
  });
  it("skips rollback executions, which bring nothing", () => {
    const rollback = anExecution("r", aRevision("c1"), { type: "ROLLBACK" });
    const result = commitsBetween([candidate, rollback, middle], candidate, aRevision("c2"), false);
    expect(ids(result)).toEqual(["c5", "c4", "c3"]);
  });
  it("has nothing between when production already runs the candidate", () => {
    expect(ids(commitsBetween([candidate], candidate, aRevision("c5"), false))).toEqual([]);
  });
  it("is incomplete when the candidate itself was not among what was read", () => {
    expect(commitsBetween([production], candidate, aRevision("c1"), false).incomplete).toBe(true);
  });
});

describe("commitsOfMetadata", () => {
  it("reads head and list", () => {
    const told = commitsOfMetadata({
      "commit-id": "abc",
      "codepipeline-artifact-revision-summary": "v1.2: Ünïcode\nbody",
      "commit-author": "Ada",
      "commit-date": "2026-01-01T00:00:00Z",
      commits: JSON.stringify([aCommit("abc"), aCommit("abb")]),
    });
    expect(told.commit).toEqual({
      id: "abc",
      subject: "v1.2: Ünïcode",
      author: "Ada",
      at: "2026-01-01T00:00:00Z",
    });
    expect(told.commits.map((commit) => commit.id)).toEqual(["abc", "abb"]);
    expect(told.commitsIncomplete).toBeUndefined();
  });
  it("is honest about a cut list", () => {
    const told = commitsOfMetadata({
      "commit-id": "abc",
      commits: JSON.stringify([aCommit("abc")]),
      "commits-incomplete": "true",
    });
    expect(told.commitsIncomplete).toBe(true);
  });
  it.each(["{not json", '{"id":1}', '[{"id":5,"subject":"x"}]'])(
    "survives a list that is %s",
    (commits) => {
      const told = commitsOfMetadata({ "commit-id": "abc", commits });
      expect(told.commits.map((commit) => commit.id)).toEqual(["abc"]);
      expect(told.commitsIncomplete).toBe(true);
    },
  );
  it("knows nothing of an object without a commit", () => {
    expect(commitsOfMetadata({ other: "x" })).toEqual({ commits: [] });
  });
});

describe("commitOfGitRevision", () => {
  const id = "a".repeat(40);
  it("reads a connection's JSON summary", () => {
    const summary = JSON.stringify({ ProviderType: "GitHub", CommitMessage: "fix: it\n\nbody" });
    expect(commitOfGitRevision({ id, summary })).toEqual({ id, subject: "fix: it" });
  });
  it("takes a plain summary as the message", () => {
    expect(commitOfGitRevision({ id, summary: "plain" })?.subject).toBe("plain");
  });
  it("does not take an S3 version for a commit", () => {
    expect(commitOfGitRevision({ id: "3sL4kqtJlcpXroDTDmJ" })).toBeUndefined();
  });
});

const anEvidence = (over: Partial<Evidence> = {}): Evidence => ({
  runningNow: { executionId: "e1", deploymentId: "d-1", revision: aRevision("c1"), since: "2026" },
  wouldRun: { executionId: "e3", revisions: [aRevision("c5")], startedAt: "2026" },
  commitsBetween: [aCommit("c5")],
  commitsIncomplete: false,
  build: { buildId: "b:1", status: "SUCCEEDED", durationMs: 5, tests: undefined },
  alarms: [{ name: "a", state: "OK", reason: "1 datapoint at 12:00" }],
  missing: [],
  ...over,
});
const canonical = (evidence: Evidence) =>
  canonicalEvidence({ pipeline: "p", stage: "s", action: "a", executionId: "e3", evidence });

describe("canonicalEvidence", () => {
  const same: [string, Partial<Evidence>][] = [
    ["an alarm's reason", { alarms: [{ name: "a", state: "OK", reason: "1 datapoint at 12:05" }] }],
    ["a build's duration", { build: { buildId: "b:1", status: "SUCCEEDED", durationMs: 900 } }],
    [
      "since when production runs it",
      { runningNow: { executionId: "e1", deploymentId: "d-1", revision: aRevision("c1") } },
    ],
  ];
  it.each(same)("does not count %s", (_name, over) => {
    expect(canonical(anEvidence(over))).toBe(canonical(anEvidence()));
  });
  const different: [string, Partial<Evidence>][] = [
    ["an alarm's state", { alarms: [{ name: "a", state: "ALARM" }] }],
    ["what production runs", { runningNow: { deploymentId: "d-2", revision: aRevision("c2") } }],
    ["that production is unknown", { runningNow: undefined }],
    ["what would run", { wouldRun: { executionId: "e3", revisions: [aRevision("c6")] } }],
    ["the commits", { commitsBetween: [] }],
    ["that commits are missing", { commitsIncomplete: true }],
    [
      "the tests",
      {
        build: {
          buildId: "b:1",
          status: "SUCCEEDED",
          tests: { total: 1, passed: 0, failed: 1, skipped: 0 },
        },
      },
    ],
    ["a new failure", { lastFailure: { executionId: "e2", what: "x" } }],
    ["a part that cannot be read", { missing: ["The build cannot be read now: gone."] }],
  ];
  it.each(different)("counts %s", (_name, over) => {
    expect(canonical(anEvidence(over))).not.toBe(canonical(anEvidence()));
  });
  it("counts which part is missing, not why", () => {
    expect(canonical(anEvidence({ missing: ["The build cannot be read now: throttled."] }))).toBe(
      canonical(anEvidence({ missing: ["The build cannot be read now: timed out."] })),
    );
  });
});

describe("canonicalJson", () => {
  it("sorts keys at every depth and drops absent members", () => {
    expect(canonicalJson({ b: { d: 1, c: undefined }, a: [{ z: 1, y: 2 }] })).toBe(
      '{"a":[{"y":2,"z":1}],"b":{"d":1}}',
    );
  });
});
