import { describe, expect, it } from "vitest";
import { nothingDeployed, summariseFleet } from "@/lib/releases/fleet-summary";
import { aFleet, aRevision } from "./builders";

describe("summariseFleet", () => {
  it("is good when every instance runs the same and is healthy", () => {
    expect(summariseFleet(aFleet())).toMatchObject({ tone: "succeeded", unwell: 0 });
  });
  it("counts who is not healthy, and leaves out who the load balancer does not know", () => {
    const fleet = aFleet();
    const [first, second] = fleet.instances;
    const view = {
      ...fleet,
      instances: [
        { ...first, id: "i-1", health: "draining" },
        { ...second, id: "i-2", health: undefined },
      ],
    };
    expect(summariseFleet(view)).toMatchObject({ tone: "running", unwell: 1 });
  });
  it("does not count old instances that a blue/green deployment only keeps", () => {
    const [first, second] = aFleet().instances;
    if (!first || !second) throw new Error("The builder gives two instances.");
    const kept = { ...second, health: "unused", keptBy: "d-9" };
    expect(summariseFleet(aFleet({ instances: [first, kept] }))).toMatchObject({
      tone: "succeeded",
      unwell: 0,
    });
  });
  it("does not call a fleet good while a deployment is at work on part of it", () => {
    const [first, second] = aFleet().instances;
    if (!first || !second) throw new Error("The builder gives two instances.");
    const changing = { deploymentId: "d-3", state: "running" as const };
    const view = aFleet({ instances: [first, { ...second, changing }] });
    expect(summariseFleet(view)).toMatchObject({ tone: "running", between: 1, unwell: 0 });
    const bare = aFleet({ instances: [{ id: "i-1", changing }, { id: "i-2" }] });
    expect(summariseFleet(bare)).toMatchObject({ tone: "running", between: 1 });
  });
  it("does not call a mixed or an unknown fleet good", () => {
    const other = { ...aRevision("v2", "c".repeat(40)), location: "s3://b/k" };
    const mixed = aFleet();
    mixed.instances.push({ id: "i-3", revision: other, health: "healthy" });
    expect(summariseFleet(mixed).tone).toBe("running");
    const unread = aFleet({ instances: [{ id: "i-1" }], missing: ["Some cannot be read."] });
    expect(summariseFleet(unread).tone).toBe("running");
    expect(summariseFleet(aFleet({ instances: [] })).tone).toBe("unknown");
  });
  it("says when what runs now was brought by a rollback, and not after something newer replaced it", () => {
    const row = { status: "Succeeded" as const, creator: "codeDeployRollback" };
    const deployments = [{ id: "d-2", ...row, rollback: { of: "d-1" } }];
    const brought = (by: string) =>
      aFleet().instances.map((instance) => ({ ...instance, deploymentId: by }));
    const now = aFleet({ deployments, instances: brought("d-2") });
    expect(summariseFleet(now).rolledBack).toEqual({ by: "d-2", of: "d-1" });
    const later = aFleet({ deployments, instances: brought("d-3") });
    expect(summariseFleet(later).rolledBack).toBeUndefined();
  });
  it("tells a fleet that nothing was deployed to from one of which something is not known", () => {
    const bare = { instances: [{ id: "i-1", health: "unhealthy" }] };
    expect(nothingDeployed(aFleet(bare))).toBe(true);
    expect(summariseFleet(aFleet(bare)).tone).toBe("queued");
    expect(nothingDeployed(aFleet({ ...bare, missing: ["The deployments cannot be read."] }))).toBe(
      false,
    );
    expect(nothingDeployed(aFleet())).toBe(false);
  });
});
