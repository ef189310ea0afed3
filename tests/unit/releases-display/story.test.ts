import { describe, expect, it } from "vitest";
import { runningNow } from "@/lib/releases/running-now";
import { exitCodeOf, rollbackStory } from "@/lib/releases/story";
import { aFailedDeployment, aFleet, aRevision, aRollback } from "./builders";

describe("rollbackStory", () => {
  it("tells the same story from both ends", () => {
    const failed = aFailedDeployment();
    const rollback = aRollback();
    const fleet = aFleet();
    const fromFailed = rollbackStory({ view: failed, counterpart: rollback, fleet });
    const fromRollback = rollbackStory({ view: rollback, counterpart: failed, fleet });
    for (const story of [fromFailed, fromRollback]) {
      expect(story?.failedId).toBe("d-FAILED");
      expect(story?.rollbackId).toBe("d-ROLLBACK");
      expect(story?.failures).toMatchObject([
        { targetId: "i-1", event: "ValidateService", exitCode: 7 },
      ]);
      expect(story?.neverReached).toEqual(["i-2"]);
      expect(story?.runningNow).toMatchObject([{ on: 2, of: 2 }]);
      expect(story?.runningNow[0]?.revision?.commit?.subject).toBe("v1.0");
    }
  });

  it("keeps the ids when the other end cannot be read", () => {
    expect(rollbackStory({ view: aRollback() })).toMatchObject({
      failedId: "d-FAILED",
      failed: undefined,
      failures: [],
    });
  });

  it("has nothing to tell of a deployment that simply worked", () => {
    expect(
      rollbackStory({ view: aRollback({ rollback: undefined, creator: "user" }) }),
    ).toBeUndefined();
  });

  it("groups a half-done fleet by revision, the most common first", () => {
    const fleet = aFleet();
    const old = { ...aRevision("v0.9", "c".repeat(40)), location: "s3://b/k" };
    fleet.instances.push({ id: "i-3", revision: old }, { id: "i-4" });
    expect(
      runningNow(fleet).map((group) => [group.revision?.commit?.subject, group.on, group.of]),
    ).toEqual([
      ["v1.0", 2, 4],
      ["v0.9", 1, 4],
      [undefined, 1, 4],
    ]);
  });

  it.each([
    ["Script at specified location: a.sh failed with exit code 137", 137],
    ["Script at specified location: a.sh failed to complete in 5 seconds", undefined],
    [undefined, undefined],
  ])("reads the exit code of %s", (message, code) => {
    expect(exitCodeOf({ errorCode: "ScriptFailed", message })).toBe(code);
  });
});
