import { describe, expect, it } from "vitest";
import { prepareGrid } from "@/lib/releases/grid";
import { aFailedDeployment, anEvent, aTarget, EVENTS } from "./builders";

describe("prepareGrid", () => {
  it("puts instances down and events across, with durations", () => {
    const [fleet] = prepareGrid(aFailedDeployment());
    expect(fleet?.columns).toEqual(EVENTS);
    const first = fleet?.rows[0];
    expect(first?.cells.map((cell) => cell.state)).toEqual(["Succeeded", "Succeeded", "Failed"]);
    expect(first?.cells[0]?.durationMs).toBe(2500);
    expect(first).toMatchObject({ done: 3, total: 3, neverReached: false });
  });

  it("says of a skipped instance that it was never reached", () => {
    const [fleet] = prepareGrid(aFailedDeployment());
    expect(fleet?.rows[1]?.neverReached).toBe(true);
    expect(new Set(fleet?.rows[1]?.cells.map((cell) => cell.state))).toEqual(new Set(["never"]));
  });

  it("does not call an instance never reached that only waits for its turn", () => {
    const [fleet] = prepareGrid({
      ...aFailedDeployment(),
      status: "InProgress",
      targets: [aTarget("i-2", { status: "Pending", events: [] })],
    });
    expect(fleet?.rows[0]?.neverReached).toBe(false);
    expect(fleet?.rows[0]?.cells.map((cell) => cell.state)).toEqual([
      "Pending",
      "Pending",
      "Pending",
    ]);
  });

  it("calls a pending instance of an ended deployment never reached", () => {
    const [fleet] = prepareGrid({
      ...aFailedDeployment(),
      targets: [aTarget("i-9", { status: "Pending", events: [] })],
    });
    expect(fleet?.rows[0]?.neverReached).toBe(true);
  });

  it("keeps Green and Blue apart, each with the events that it runs", () => {
    const fleets = prepareGrid({
      ...aFailedDeployment(),
      status: "InProgress",
      type: "BLUE_GREEN",
      eventNames: ["BlockTraffic", ...EVENTS],
      targets: [
        aTarget("i-old", { label: "Blue", events: [anEvent("BlockTraffic")] }),
        aTarget("i-new", { label: "Green", events: EVENTS.map((name) => anEvent(name)) }),
      ],
    });
    expect(fleets.map((fleet) => [fleet.label, fleet.columns])).toEqual([
      ["Green", EVENTS],
      ["Blue", ["BlockTraffic"]],
    ]);
  });

  it("keeps an empty fleet while no instance is known, and events out of the documented list at the end", () => {
    expect(prepareGrid({ ...aFailedDeployment(), targets: [] })).toEqual([
      { label: undefined, columns: EVENTS, rows: [] },
    ]);
    const [fleet] = prepareGrid({
      ...aFailedDeployment(),
      targets: [aTarget("i-1", { events: [anEvent("Novel"), anEvent("Install")] })],
    });
    expect(fleet?.columns).toEqual(["Install", "Novel"]);
  });

  it("marks an event that another instance of the fleet runs as absent, not pending", () => {
    const [fleet] = prepareGrid({
      ...aFailedDeployment(),
      targets: [
        aTarget("i-1", { events: [anEvent("Install"), anEvent("ValidateService")] }),
        aTarget("i-2", { events: [anEvent("Install")] }),
      ],
    });
    expect(fleet?.rows[1]?.cells.map((cell) => cell.state)).toEqual(["Succeeded", "absent"]);
    expect(fleet?.rows[1]).toMatchObject({ done: 1, total: 1 });
  });
});
