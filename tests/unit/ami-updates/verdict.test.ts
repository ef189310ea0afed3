import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CriteriaRule, FACT_NAMES } from "@/lib/ami-updates/config";
import { applyCriteria, type CriteriaFacts } from "@/lib/ami-updates/criteria";
import type { Factor, SecurityFinding } from "@/lib/ami-updates/model";
import { URGENCIES } from "@/lib/ami-updates/model";
import { urgencyOf } from "@/lib/ami-updates/urgency";
import { highest, judge } from "@/lib/ami-updates/verdict";

const aFactor = (changes: Partial<Factor> = {}): Factor => ({
  id: "x",
  source: "floor",
  risk: 5,
  reject: false,
  text: "Why.",
  citations: [],
  ...changes,
});
const aFinding = (changes: Partial<SecurityFinding> = {}): SecurityFinding => ({
  id: "CVE-2027-10001",
  status: "fixed",
  severity: "unknown",
  citations: [],
  ...changes,
});
const dev = { name: "dev", rejectAtOrAbove: 8 };
const judged = (changes: Partial<Parameters<typeof judge>[0]> = {}) =>
  judge({
    factors: [],
    security: [],
    model: undefined,
    environment: dev,
    rejectOnUnfixedCritical: true,
    ...changes,
  });

describe("the verdict", () => {
  it("is 1 and APPROVE when nothing speaks against it", () => {
    expect(judged()).toEqual({ floor: 1, risk: 1, verdict: "APPROVE" });
  });

  it("is raised by the model, and never lowered", () => {
    const factors = [aFactor({ risk: 5 })];
    expect(judged({ factors, model: { risk: 1, verdict: "APPROVE" } })).toMatchObject({
      floor: 5,
      risk: 5,
      verdict: "APPROVE",
    });
    expect(judged({ factors, model: { risk: 7, verdict: "REJECT" } })).toMatchObject({
      floor: 5,
      risk: 7,
      verdict: "REJECT",
    });
    const rejecting = [aFactor({ risk: 10, reject: true })];
    expect(judged({ factors: rejecting, model: { risk: 1, verdict: "APPROVE" } })).toMatchObject({
      risk: 10,
      verdict: "REJECT",
      autoRejected: "Why.",
    });
  });

  it("is refused from the environment's threshold on, where 11 is never", () => {
    const factors = [aFactor({ risk: 8 })];
    expect(judged({ factors }).autoRejected).toContain("dev refuses");
    expect(judged({ factors }).verdict).toBe("REJECT");
    const never = { name: "dev", rejectAtOrAbove: 11 };
    expect(judged({ factors, environment: never })).toEqual({
      floor: 8,
      risk: 8,
      verdict: "APPROVE",
    });
    expect(judged({ model: { risk: 9 } }).autoRejected).toContain("risk of 9");
  });

  it("is refused for an unfixed critical CVE, unless the organisation says otherwise", () => {
    const security = [aFinding({ status: "unfixed", severity: "critical" })];
    expect(judged({ security }).autoRejected).toContain("CVE-2027-10001");
    expect(judged({ security, rejectOnUnfixedCritical: false }).autoRejected).toBeUndefined();
    expect(judged({ security: [aFinding({ severity: "critical" })] }).verdict).toBe("APPROVE");
  });

  it("what the model alone refuses is proposed as a REJECT, not hidden", () => {
    const result = judged({ model: { risk: 3, verdict: "REJECT" } });
    expect(result.verdict).toBe("REJECT");
    expect(result.autoRejected).toBeUndefined();
  });

  it("never falls below its floor, whatever the model says", () => {
    const factor = fc.record({
      id: fc.string(),
      source: fc.constantFrom("floor" as const, "criteria" as const),
      risk: fc.integer({ min: 1, max: 10 }),
      reject: fc.boolean(),
      text: fc.string(),
      citations: fc.constant<Factor["citations"]>([]),
    });
    const said = fc.record({
      risk: fc.oneof(fc.integer(), fc.double(), fc.constant(undefined)),
      verdict: fc.constantFrom("APPROVE" as const, "REJECT" as const, undefined),
    });
    const modelFactors = fc.array(
      fc.record({
        id: fc.string(),
        source: fc.constant("model" as const),
        risk: fc.double(),
        reject: fc.constant(false),
        text: fc.string(),
        citations: fc.constant<Factor["citations"]>([]),
      }),
    );
    fc.assert(
      fc.property(
        fc.array(factor),
        modelFactors,
        said,
        fc.integer({ min: 1, max: 11 }),
        (ours, theirs, model, rejectAtOrAbove) => {
          const environment = { name: "x", rejectAtOrAbove };
          const alone = judged({ factors: ours, environment });
          const both = judged({ factors: [...ours, ...theirs], model, environment });
          expect(both.floor).toBe(alone.floor);
          expect(both.risk).toBeGreaterThanOrEqual(alone.floor);
          expect(both.risk).toBeLessThanOrEqual(10);
          expect(Number.isInteger(both.risk)).toBe(true);
          if (alone.verdict === "REJECT") expect(both.verdict).toBe("REJECT");
          if (alone.autoRejected !== undefined) expect(both.autoRejected).toBeDefined();
          expect(both.floor).toBe(highest(ours));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe("an organisation's rules", () => {
  const facts: CriteriaFacts = {
    risk: 5,
    abandoned: false,
    notesMissing: true,
    security: [
      aFinding(),
      aFinding({ id: "CVE-1", status: "unfixed", severity: "critical" }),
      aFinding({ id: "CVE-2", status: "unfixed", severity: "low" }),
    ],
    changes: [
      { name: "containerd", kind: "changed", level: "major" },
      { name: "runc", kind: "changed", level: "minor" },
      { name: "kernel", kind: "downgraded", level: "patch" },
      { name: "efa", kind: "added" },
      { name: "cuda", kind: "removed" },
    ],
    releasesBetween: 3,
    ageHours: 30,
  };
  const rule = (changes: object) =>
    CriteriaRule.parse({
      id: "pci-6-3",
      text: "PCI-DSS 6.3 wants this.",
      fact: "risk",
      is: ">=",
      value: 1,
      effect: { risk: 8 },
      ...changes,
    });
  const expected: Record<(typeof FACT_NAMES)[number], number> = {
    risk: 5,
    abandoned: 0,
    notesMissing: 1,
    cvesFixed: 1,
    cvesUnfixed: 2,
    criticalUnfixed: 1,
    packageMajor: 1,
    packageMinor: 1,
    packageDowngraded: 1,
    packageAdded: 1,
    packageRemoved: 1,
    releasesBetween: 3,
    ageHours: 30,
  };

  it.each(FACT_NAMES)("may ask for %s, with every comparison", (fact) => {
    const value = expected[fact];
    const holds = (is: string, limit: number) =>
      applyCriteria([rule({ fact, is, value: limit })], facts).length === 1;
    expect(holds("=", value)).toBe(true);
    expect(holds("=", value + 1)).toBe(false);
    expect(holds(">=", value)).toBe(true);
    expect(holds(">", value)).toBe(false);
    expect(holds("<=", value)).toBe(true);
    expect(holds("<", value)).toBe(false);
  });

  it("count only the packages that they name", () => {
    const major = (of: string[]) => applyCriteria([rule({ fact: "packageMajor", of })], facts);
    expect(major(["containerd"])).toHaveLength(1);
    expect(major(["runc"])).toHaveLength(0);
  });

  it("raise and refuse, by their sentence", () => {
    const [factor] = applyCriteria([rule({ effect: { reject: true } })], facts);
    expect(factor).toMatchObject({ id: "pci-6-3", source: "criteria", risk: 1, reject: true });
    expect(judged({ factors: [factor as Factor] }).autoRejected).toBe("PCI-DSS 6.3 wants this.");
  });

  it("do not hold about an age that is not known", () => {
    const young = rule({ fact: "ageHours", is: "<", value: 1_000 });
    expect(applyCriteria([young], { ...facts, ageHours: undefined })).toEqual([]);
  });
});

it.each([
  [[aFinding({ severity: "critical" })], false, 1, "urgent"],
  [[aFinding({ severity: "high" })], false, 1, "soon"],
  [[aFinding()], false, 1, "soon"],
  [[aFinding({ severity: "low" })], false, 0, "routine"],
  [[aFinding({ status: "unfixed", severity: "critical" })], false, 0, "none"],
  [[aFinding({ status: "mentioned", severity: "critical" })], false, 2, "routine"],
  [[], true, 0, "soon"],
  [[], false, 3, "routine"],
  [[], false, 0, "none"],
] as const)("urgency %#", (security, fromAbandoned, changes, urgency) => {
  expect(URGENCIES).toContain(urgency);
  expect(urgencyOf({ security: [...security], fromAbandoned, changes })).toBe(urgency);
});

it("what could not be compared is not called nothing", () => {
  const facts = { security: [], fromAbandoned: false, changes: 0 };
  expect(urgencyOf({ ...facts, unknown: true })).toBe("routine");
});
