import { expect, it } from "vitest";
import type { PackageChange } from "@/lib/ami-updates/model";
import { packageRows, packageSummary } from "@/lib/ami-updates/package-rows";

const change = (name: string, facts: Partial<PackageChange>): PackageChange => ({
  name,
  kind: "changed",
  ...facts,
});

it("puts first what could break", () => {
  const rows = packageRows([
    change("runc", { level: "patch" }),
    change("kernel", { level: "minor" }),
    change("efs", { kind: "added" }),
    change("amazon-ssm-agent", { level: "release" }),
    change("containerd", { level: "major" }),
    change("nvidia", { kind: "removed" }),
    change("aws-cli", { level: "patch" }),
    change("kubelet", { kind: "downgraded", level: "patch" }),
  ]);
  expect(rows.map(({ name }) => name)).toEqual([
    "kubelet",
    "nvidia",
    "efs",
    "containerd",
    "kernel",
    "aws-cli",
    "runc",
    "amazon-ssm-agent",
  ]);
});

it("leaves the order of what it was given alone", () => {
  const given = [change("b", {}), change("a", {})];
  packageRows(given);
  expect(given.map(({ name }) => name)).toEqual(["b", "a"]);
});

it("counts what occurs", () => {
  expect(packageSummary([])).toBe("No difference in the tables");
  expect(
    packageSummary([change("a", {}), change("b", {}), change("c", { kind: "downgraded" })]),
  ).toBe("2 changed, 1 downgraded");
});
