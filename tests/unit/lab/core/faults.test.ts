import { describe, expect, it } from "vitest";
import { createFaults, type FaultSet } from "../../../../lab/core/faults.ts";
import { parseFaults } from "../../../../lab/core/parse-faults.ts";

const meet = (set: FaultSet, requests: number) => {
  const faults = createFaults();
  faults.set(set);
  return Array.from({ length: requests }, () => faults.meet("sqs", "SendMessage"));
};

describe("faults", () => {
  it("meet their service and operation only", () => {
    const faults = createFaults();
    faults.set({ rules: [{ service: "sqs", operation: "SendMessage", kind: "cut" }] });
    expect(faults.meet("sqs", "SendMessage")).toEqual([{ kind: "cut" }]);
    expect(faults.meet("sqs", "ReceiveMessage")).toEqual([]);
    expect(faults.meet("sns", "SendMessage")).toEqual([]);
  });

  it("end after their count", () => {
    const hits = meet({ rules: [{ service: "*", kind: "throttle", count: 2 }] }, 5);
    expect(hits.map((hit) => hit.length)).toEqual([1, 1, 0, 0, 0]);
  });

  it("meet about their share, and with a seed the same requests each time", () => {
    const set: FaultSet = { rules: [{ service: "sqs", kind: "error", share: 0.5 }], seed: 7 };
    const once = meet(set, 400).map((hit) => hit.length);
    expect(meet(set, 400).map((hit) => hit.length)).toEqual(once);
    const met = once.reduce((sum, hit) => sum + hit, 0);
    expect(met).toBeGreaterThan(150);
    expect(met).toBeLessThan(250);
  });

  it("throttle as AWS does", () => {
    const [[hit] = []] = meet({ rules: [{ service: "sqs", kind: "throttle" }] }, 1);
    expect(hit).toMatchObject({
      kind: "fail",
      error: { code: "ThrottlingException", status: 400 },
    });
  });

  it.each([
    ["an unknown kind", { rules: [{ service: "sqs", kind: "explode" }] }],
    ["a share above one", { rules: [{ service: "sqs", kind: "cut", share: 50 }] }],
    ["an unknown member", { rules: [{ service: "sqs", kind: "cut", often: 1 }] }],
    ["an unknown service", { rules: [{ service: "sqz", kind: "cut" }] }],
    ["no rules", {}],
  ])("are refused with %s", (_name, body) => {
    expect(() => parseFaults(body, ["sqs", "s3"])).toThrow();
  });
});
