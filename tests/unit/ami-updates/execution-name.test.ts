import { expect, it } from "vitest";
import type { UpdateRun } from "@/server/ami-updates/contracts";
import { executionName } from "@/server/ami-updates/executions/execution-name";
import { slotOf } from "@/server/ami-updates/follow/start-on-schedule";

const aRun = (over: Partial<UpdateRun> = {}): UpdateRun => ({
  cluster: "prod",
  nodeClass: "default",
  from: { imageId: "ami-0000000000000000a" },
  to: { imageId: "ami-0000000000000000b", release: "v20260714" },
  startedBy: "schedule",
  ...over,
});

it("is the same for the same way, whoever starts it", () => {
  expect(executionName(aRun({ startedBy: "ada@example.org" }))).toBe(executionName(aRun()));
  expect(executionName(aRun())).toMatch(/^prod\.default\.v20260714\.[0-9a-f]{10}$/);
});

it("is another one for each other way, attempt and dry run", () => {
  const names = [
    executionName(aRun()),
    executionName(aRun(), 1),
    executionName(aRun({ from: { imageId: "ami-0000000000000000c" } })),
    executionName(aRun({ dryRun: true })),
    executionName(aRun({ attempt: "lift 2026-07-14" })),
    executionName(aRun({ nodeClass: "gpu" })),
  ];
  expect(new Set(names).size).toBe(names.length);
});

it("fits Step Functions, however long the names are", () => {
  const name = executionName(aRun({ cluster: "c".repeat(63), nodeClass: "n".repeat(63) }));
  expect(name).toMatch(/^[\w.-]{1,80}$/);
});

it.each([
  ["2026-11-26T08:59:00Z", "2026-11-25T21"],
  ["2026-11-26T09:00:00Z", "2026-11-26T09"],
  ["2026-11-26T20:59:59Z", "2026-11-26T09"],
  ["2026-11-26T23:00:00Z", "2026-11-26T21"],
])("at %s the last look that was due is %s", (now, slot) => {
  expect(slotOf(new Date(now))).toBe(slot);
});
