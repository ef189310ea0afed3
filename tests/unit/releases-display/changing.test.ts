import { describe, expect, it } from "vitest";
import { changingInstances } from "@/lib/releases/changing";
import { rollbackStory } from "@/lib/releases/story";
import { aFailedDeployment, aFleet, anEvent, aRollback, aTarget } from "./builders";

const failed = aFailedDeployment({ createdAt: "2026-11-24T03:00:00.000Z" });
const rollback = aRollback({ createdAt: "2026-11-24T03:01:00.000Z" });
const rollingBack = aRollback({
  createdAt: "2026-11-24T03:01:00.000Z",
  status: "InProgress",
  targets: [aTarget("i-1", { status: "InProgress", events: [anEvent("ApplicationStop")] })],
});

describe("changingInstances", () => {
  it("holds the failed instance until the rollback succeeded on it, and not the one never reached", () => {
    expect([...changingInstances([failed])]).toMatchObject([
      ["i-1", { deploymentId: "d-FAILED", state: "failed" }],
    ]);
    expect([...changingInstances([rollingBack, failed])]).toHaveLength(1);
    expect([...changingInstances([rollback, failed])]).toEqual([]);
  });

  it("does not count what stops before the files change", () => {
    const stopping = aFailedDeployment({
      targets: [aTarget("i-1", { status: "InProgress", events: [anEvent("ApplicationStop")] })],
    });
    expect(changingInstances([stopping, undefined]).size).toBe(0);
  });

  it("leaves the old fleet of a blue/green deployment alone", () => {
    const old = aTarget("i-1", {
      label: "Blue",
      status: "InProgress",
      events: [anEvent("AllowTraffic")],
    });
    expect(changingInstances([aFailedDeployment({ targets: [old] })]).size).toBe(0);
  });

  it("keeps the story from calling a broken instance good", () => {
    const [broken, untouched] = aFleet().instances;
    if (!broken || !untouched) throw new Error("The sample fleet has two instances.");
    const changing = { deploymentId: "d-FAILED", state: "failed" } as const;
    const story = rollbackStory({
      view: failed,
      counterpart: rollingBack,
      fleet: aFleet({ instances: [{ ...broken, changing }, untouched] }),
    });
    expect(story?.between).toEqual(["i-1"]);
    expect(story?.runningNow).toMatchObject([{ on: 1, of: 2 }]);
    const unread = rollbackStory({ view: failed, counterpart: rollingBack });
    expect(unread?.between).toEqual(["i-1"]);
    const after = rollbackStory({ view: failed, counterpart: rollback, fleet: aFleet() });
    expect(after?.between).toEqual([]);
    expect(after?.runningNow).toMatchObject([{ on: 2, of: 2 }]);
  });
});
