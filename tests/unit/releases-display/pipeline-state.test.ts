import { describe, expect, it } from "vitest";
import { countStates, filterPipelines, pipelineState } from "@/lib/releases/pipeline-state";
import { anExecution, aPipelineRow, aRevision } from "./builders";

const stages = (...statuses: (string | undefined)[]) =>
  statuses.map((status, index) => ({ name: `S${index}`, status })) as never;

describe("pipelineState", () => {
  it.each([
    ["an approval wins over a failure", { waiting: true, stages: stages("Failed") }, "waiting"],
    [
      "a failure wins over running",
      { waiting: false, stages: stages("InProgress", "Failed") },
      "failed",
    ],
    ["running", { waiting: false, stages: stages("Succeeded", "InProgress") }, "running"],
    ["stopping is still running", { waiting: false, stages: stages("Stopping") }, "running"],
    [
      "succeeded with a stage never reached",
      { waiting: false, stages: stages("Succeeded", undefined) },
      "succeeded",
    ],
    ["never ran", { waiting: false, stages: stages(undefined, undefined) }, "idle"],
    ["not readable", { waiting: false }, "unknown"],
  ])("%s", (_name, row, expected) => {
    expect(pipelineState(row)).toBe(expected);
  });
});

describe("filterPipelines", () => {
  const rows = [
    aPipelineRow({ name: "checkout" }),
    aPipelineRow({
      name: "billing",
      stages: stages("Failed"),
      latest: anExecution({ revisions: [aRevision("Fix rounding of VAT")] }),
    }),
  ];
  it("matches every word, in name, subject or author", () => {
    expect(filterPipelines(rows, { text: "VAT bill" }).map((row) => row.name)).toEqual(["billing"]);
    expect(filterPipelines(rows, { text: "ada" })).toHaveLength(2);
    expect(filterPipelines(rows, { text: "vat nothing" })).toHaveLength(0);
  });
  it("limits to a state and keeps the same array without a filter", () => {
    expect(filterPipelines(rows, { text: "", state: "failed" }).map((row) => row.name)).toEqual([
      "billing",
    ]);
    expect(filterPipelines(rows, { text: "  " })).toBe(rows);
  });
  it("counts states", () => {
    expect(countStates(rows)).toMatchObject({ succeeded: 1, failed: 1, waiting: 0 });
  });
  it("filters 10,000 rows well below a frame budget of 200 ms", () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      aPipelineRow({ name: `bulk-${String(index).padStart(5, "0")}` }),
    );
    expect(filterPipelines(many, { text: "bulk-00042" })).toHaveLength(1);
  });
});
