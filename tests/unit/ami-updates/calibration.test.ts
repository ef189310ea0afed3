import { describe, expect, it } from "vitest";
import { calibrate, endingOf } from "@/lib/ami-updates/calibration";
import type { CalibrationRow } from "@/lib/ami-updates/views";

const aRow = (facts: Partial<CalibrationRow> = {}): CalibrationRow => ({
  risk: 3,
  floor: 3,
  modelRisk: 3,
  verdict: "APPROVE",
  refused: false,
  decision: "merged",
  outcome: "verified",
  ...facts,
});
const open = { decision: undefined, outcome: undefined } as Partial<CalibrationRow>;

describe("how an update ended", () => {
  it.each([
    ["verified", {}],
    ["trouble", { outcome: "stuck" }],
    ["trouble", { outcome: "regressed" }],
    ["trouble", { outcome: "reverted" }],
    ["closed", { decision: "closed", outcome: undefined }],
    ["refused", { ...open, verdict: "REJECT", refused: true }],
    ["open", { ...open, verdict: "REJECT" }],
    ["open", { outcome: undefined }],
    [undefined, { decision: "superseded", outcome: undefined }],
  ] as const)("%s", (ending, facts) => {
    expect(endingOf(aRow(facts as Partial<CalibrationRow>))).toBe(ending);
  });
});

describe("calibration", () => {
  it("says so when there is nothing", () => {
    const { chart, summary } = calibrate([]);
    expect(chart.empty).toBe(true);
    expect(chart.summary).toBe("No rollout has ended yet.");
    expect(summary).toBe("No analysis used a model's answer yet.");
  });

  it("has a bar for each of the ten scores, and only series that occur", () => {
    const { chart } = calibrate([
      aRow({ risk: 1 }),
      aRow({ risk: 10, outcome: "regressed" }),
      aRow({ risk: 10 }),
    ]);
    expect(chart.points).toHaveLength(10);
    expect(chart.points[9]?.values).toMatchObject({ verified: 1, trouble: 1 });
    expect(chart.points[4]?.counted).toBe(false);
    expect(chart.series.map(({ key }) => key)).toEqual(["verified", "trouble"]);
    expect(chart.summary).toBe(
      "At low risk (1–3): 1 of 1 rollout verified; high (7–10): 1 of 2 rollouts verified.",
    );
  });

  it("counts how often the model raised the floor and was right", () => {
    const raised = { risk: 6, floor: 3, modelRisk: 6 };
    const { raised: counted, summary } = calibrate([
      aRow({ ...raised, outcome: "regressed" }),
      aRow({ ...raised, decision: "closed", outcome: undefined }),
      aRow(raised),
      aRow({ ...raised, ...open }),
      aRow({ outcome: "stuck" }),
      aRow({ modelRisk: undefined, risk: 9 }),
    ]);
    expect(counted).toEqual({ asked: 5, raised: 4, right: 2, wrong: 1, missed: 1 });
    expect(summary).toContain("in 4 of 5; 2 of the 3 that ended went badly or were closed");
    expect(summary).toContain("1 rollout went badly that it had left at the floor");
  });
});
