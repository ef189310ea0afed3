import { describe, expect, it } from "vitest";
import { throughOf, throughText } from "@/lib/audit/through";

const through = {
  agent: "release_analyst",
  sessionId: "ses_1",
  toolUseId: "tooluse_1",
  approvalId: "a-1",
  approvedBy: { name: "Grace", email: "grace@example.org" },
};

describe("an entry that an agent's call left", () => {
  it("says through which agent and who approved it", () => {
    const found = throughOf({ pipeline: "lab-app", through });
    expect(found).toEqual(through);
    expect(found && throughText(found)).toBe("through release_analyst, approved by Grace");
  });

  it("says only the agent where nobody had to be asked", () => {
    const { approvalId: _id, approvedBy: _by, ...rest } = through;
    const found = throughOf({ through: rest });
    expect(found && throughText(found)).toBe("through release_analyst");
  });

  it("keeps that the arguments were edited", () => {
    expect(throughOf({ through: { ...through, edited: true } })?.edited).toBe(true);
  });

  it.each([undefined, null, "through", 7, [], {}, { through: "x" }, { through: { agent: "a" } }])(
    "is nothing in %j",
    (input) => {
      expect(throughOf(input)).toBeUndefined();
    },
  );

  it("does not take what is no text for one", () => {
    expect(throughOf({ through: { ...through, approvedBy: { name: 7, email: {} } } })).toEqual({
      agent: "release_analyst",
      sessionId: "ses_1",
      toolUseId: "tooluse_1",
      approvalId: "a-1",
    });
  });
});
