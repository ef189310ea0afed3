import { describe, expect, it } from "vitest";
import { type FloorFacts, floorsOf } from "@/lib/ami-updates/floors";
import type { PackageChange } from "@/lib/ami-updates/model";
import { securityOf } from "@/lib/ami-updates/security";
import { highest } from "@/lib/ami-updates/verdict";
import { parseEntry, type Wanted } from "@/server/ami-updates/notes/parse-entry";

const wanted: Wanted = { kubernetesVersion: "1.34", architecture: "x86_64", variant: "standard" };
const RELEASE = "v20270111";
const entryOf = (...lines: string[]) => parseEntry(RELEASE, lines.join("\n"), wanted);
const floors = (changes: Partial<FloorFacts> = {}) =>
  floorsOf({
    ...wanted,
    range: [{ release: RELEASE, entry: entryOf(`# AMI Release ${RELEASE}`) }],
    changes: [],
    gaps: [],
    ...changes,
  });
const noted = (...lines: string[]) =>
  floors({ range: [{ release: RELEASE, entry: entryOf(...lines) }] });
const told = (factors: ReturnType<typeof floors>) =>
  factors.map(({ id, risk, reject }) => [id, risk, reject]);

describe("the floors, exactly", () => {
  it("nothing to say is no floor", () => expect(floors()).toEqual([]));

  const change = (changes: Partial<PackageChange>): PackageChange => ({
    name: "containerd",
    kind: "changed",
    from: "1.7.27-1",
    to: "2.1.4-1",
    ...changes,
  });
  it.each<[string, Partial<PackageChange>, number]>([
    ["major of containerd", { level: "major" }, 7],
    ["major of the kernel", { name: "kernel", level: "major" }, 7],
    ["major downgrade of containerd", { kind: "downgraded", level: "major" }, 7],
    ["major of another", { name: "efa", level: "major" }, 5],
    ["minor of containerd", { level: "minor" }, 5],
    ["minor of another", { name: "runc", level: "minor" }, 5],
    ["downgrade", { name: "runc", kind: "downgraded", level: "patch" }, 5],
    ["addition", { name: "efa", kind: "added", from: undefined }, 5],
    ["removal", { name: "efa", kind: "removed", to: undefined }, 5],
    ["patch", { level: "patch" }, 1],
    ["rebuild", { level: "release" }, 1],
  ])("a %s", (_name, changes, risk) => {
    expect(highest(floors({ changes: [change(changes)] }))).toBe(risk);
  });

  it("abandoned is 10 and refused, of the new release only", () => {
    const abandoned = entryOf(`# [ABANDONED] AMI Release ${RELEASE}`);
    const other = parseEntry("v20270118", "# AMI Release v20270118", wanted);
    expect(told(floors({ range: [{ release: RELEASE, entry: abandoned }] }))).toEqual([
      ["abandoned", 10, true],
    ]);
    const over = [
      { release: RELEASE, entry: abandoned },
      { release: "v20270118", entry: other },
    ];
    expect(floors({ range: over })).toEqual([]);
  });

  it.each([
    ["1.35.0-20270111", true],
    ["1.34.99-20270111", false],
    ["1.33.1-20270111", false],
    ["2.0.0-20270111", true],
  ])("kubelet of %s against a control plane of 1.34", (releaseVersion, refused) => {
    const found = floors({ releaseVersion }).some(({ reject }) => reject);
    expect(found).toBe(refused);
  });

  it.each([
    ["> [!WARNING]", "> Look out.", true],
    ["> [!CAUTION]", "> Look out.", true],
    ["> **Note**", "> This has a known defect.", true],
    ["> **Note**", "> There are no changes to the AMI template in this release.", false],
    ["> [!TIP]", "> Use this.", false],
  ])("a call-out of %s %s", (first, second, warns) => {
    expect(told(noted(first, second))).toEqual(warns ? [[`warning-${RELEASE}`, 5, false]] : []);
    if (warns) expect(noted(first, second)[0]?.citations[0]?.line).toBe(2);
  });

  it("a revert is 5, wherever in the range", () => {
    expect(told(noted("## What's Changed", '* Revert "feat: new thing" by @x'))).toEqual([
      [`revert-${RELEASE}`, 5, false],
    ]);
  });

  it("missing notes are 6, and so is what could not be compared", () => {
    expect(told(floors({ range: [{ release: RELEASE }] }))).toEqual([["notes-missing", 6, false]]);
    const [gap] = floors({ gaps: ["What runs now is not known."] });
    expect(gap).toMatchObject({ risk: 6, text: "What runs now is not known." });
  });
});

it.each([
  ["* fix CVE-2027-1000 (critical)", "fixed", "critical"],
  ["* runc resolves CVE-2027-1000 of high severity", "fixed", "high"],
  ["* CVE-2027-1000 is not fixed yet", "unfixed", "unknown"],
  ["* this release is vulnerable to CVE-2027-1000", "unfixed", "unknown"],
  ["* introduces CVE-2027-1000, moderate", "unfixed", "medium"],
  ["* fixes what the work on CVE-2027-1000 introduced", "fixed", "unknown"],
  ["* see CVE-2027-1000", "mentioned", "unknown"],
  ["* NVIDIA: fixes CVE-2027-1000", "mentioned", "unknown"],
  ["* NVIDIA: CVE-2027-1000 is unpatched", "unfixed", "unknown"],
] as const)("%s is %s, %s", (line, status, severity) => {
  const [finding] = securityOf([entryOf("## What's Changed", line)], "standard");
  expect(finding).toMatchObject({ id: "CVE-2027-1000", status, severity });
  expect(finding?.citations[0]).toEqual({ release: RELEASE, line: 2, quote: line });
});

it("what is said twice counts as the worse", () => {
  const entry = entryOf("* fixes CVE-2027-1000", "* CVE-2027-1000 (critical) is still not fixed");
  const [finding] = securityOf([entry], "standard");
  expect(finding).toMatchObject({ status: "unfixed", severity: "critical" });
  expect(finding?.citations).toHaveLength(2);
});

it.each([
  ["* fixes CVE-2099-0001, critical", "mentioned"],
  ["* CVE-2099-0001 is not fixed", "unfixed"],
  ["* fixes CVE-2026-0001, critical", "fixed"],
] as const)("an id of a year to come cannot have been fixed: %s", (line, status) => {
  expect(securityOf([entryOf(line)], "standard")[0]?.status).toBe(status);
});
