import { describe, expect, it } from "vitest";
import { describeChange } from "@/lib/ami-updates/describe-changes";
import { diffPackages, promisedBy } from "@/lib/ami-updates/package-diff";
import { compareTags, releaseDay, tagOf, tagsInRange } from "@/lib/ami-updates/release-tag";
import { parseEntry } from "@/server/ami-updates/notes/parse-entry";
import { ourNotes } from "../../fixtures/ami-notes/notes-repository";

const notes = ourNotes();
const entry = (release: string, kubernetesVersion = "1.34") =>
  parseEntry(release, notes.get(release) ?? "", {
    kubernetesVersion,
    architecture: "x86_64",
    variant: "standard",
  });
const told = (from: string, to: string, kubernetesVersion = "1.34") => {
  const range = [...notes.keys()]
    .filter((tag) => tag > from && tag <= to)
    .map((release) => ({ release, entry: entry(release, kubernetesVersion) }));
  const diff = diffPackages({ release: from, entry: entry(from, kubernetesVersion) }, range);
  return { ...diff, told: diff.changes.map(describeChange) };
};
/** A section with these packages, as the parser gives it. */
const withPackages = (release: string, packages: Record<string, string>) => ({
  ...entry("v20270104"),
  release,
  section: {
    kubernetesVersion: "1.34",
    imageNames: [],
    packages: new Map(
      Object.entries(packages).map(([name, version]) => [name, { version, line: 1 }]),
    ),
  },
});

describe("what changes on a node", () => {
  it("is the difference of both ends, over all releases in between", () => {
    expect(told("v20270104", "v20270118").told).toEqual([
      "amazon-ssm-agent 3.4.100.0 → 3.4.120.0 (patch)",
      "containerd 2.3.1-1.amzn2023.0.1 → 2.3.1-1.amzn2023.0.4 (rebuild)",
      "kernel 6.12.120 → 6.12.124 (patch)",
      "runc 1.4.0 → 1.4.1 (patch)",
    ]);
  });

  it("differs by Kubernetes version: a major for one is a rebuild for another", () => {
    expect(told("v20270118", "v20270125", "1.32").told).toEqual([
      "containerd 1.7.31 → 2.3.1 (major)",
    ]);
    expect(told("v20270118", "v20270125", "1.34").told).toEqual([
      "containerd 2.3.1-1.amzn2023.0.4 → 2.3.1-1.amzn2023.0.5 (rebuild)",
    ]);
  });

  it("names additions, removals and downgrades, and one kernel whatever its series is called", () => {
    const { changes } = diffPackages(
      {
        release: "v1",
        entry: withPackages("v1", { kernel: "6.1.156-1", efa: "2.0-1", ena: "2.15.0g" }),
      },
      [
        {
          release: "v2",
          entry: withPackages("v2", { "kernel6.12": "6.12.53-1", ena: "2.14.0g", runc: "1.4.0" }),
        },
      ],
    );
    expect(changes.map(({ name, kind, level }) => [name, kind, level])).toEqual([
      ["efa", "removed", undefined],
      ["ena", "downgraded", "minor"],
      ["kernel", "changed", "minor"],
      ["runc", "added", undefined],
    ]);
  });

  it("is not known where an end is not, and never nothing", () => {
    const unknown = diffPackages({ release: "v20261231" }, [
      { release: "v20270104", entry: entry("v20270104") },
    ]);
    expect(unknown.changes).toEqual([]);
    expect(unknown.compared).toBeUndefined();
    expect(unknown.gaps).toHaveLength(1);
    const missing = diffPackages({ release: "v20270104", entry: entry("v20270104") }, [
      { release: "v20270111", entry: entry("v20270111") },
      { release: "v20270112" },
    ]);
    expect(missing.compared).toEqual({ from: "v20270104", to: "v20270111" });
    expect(missing.gaps.join()).toContain("v20270112");
    expect(missing.changes).not.toEqual([]);
  });

  it("is cited by the line of the new table", () => {
    const { changes } = told("v20270104", "v20270111");
    const kernel = changes.find(({ name }) => name === "kernel");
    expect(kernel?.source?.quote).toContain("6.12.124-144.210.amzn2023");
    expect(kernel?.source?.release).toBe("v20270111");
  });
});

it("promises what a node has to report", () => {
  expect(promisedBy(entry("v20270111"))).toMatchObject({
    containerd: "2.3.1-1.amzn2023.0.1",
    kernel: "6.12.124-144.210.amzn2023",
    kubelet: "1.34.10",
    runc: "1.4.0-1.amzn2023.0.1",
  });
  expect(promisedBy(undefined)).toEqual({});
});

it("tags are ordered by their day, and a range leaves the old one out", () => {
  const tags = ["v20270118", "nonsense", "v20270104", "v20270111.1", "v20270111", "v20270301"];
  expect([...tags].sort(compareTags).slice(1)).toEqual([
    "v20270104",
    "v20270111",
    "v20270111.1",
    "v20270118",
    "v20270301",
  ]);
  expect(tagsInRange(tags, "v20270104", "v20270118")).toEqual([
    "v20270111",
    "v20270111.1",
    "v20270118",
  ]);
  expect(tagsInRange(tags, undefined, "v20270118")).toEqual(["v20270118"]);
  expect(tagOf("1.34.9-20260714")).toBe("v20260714");
  expect(tagOf("amazon-eks-node-al2023-x86_64-standard-1.34-v20260714")).toBe("v20260714");
  expect(tagOf("ami-0123")).toBeUndefined();
  expect(releaseDay("v20260714")?.toISOString()).toBe("2026-07-14T00:00:00.000Z");
});
