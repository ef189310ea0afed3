import { beforeEach, describe, expect, it } from "vitest";
import type { InboxItem, InboxView } from "@/lib/inbox/model";
import { readInbox } from "@/server/inbox/read-inbox";
import { registerInboxKind } from "@/server/inbox/registry";
import { AppError } from "@/server/platform/errors";
import { anItem } from "../releases-display/builders";

const a = anItem("a", { kind: "unit-a" });
const b = anItem("b", { kind: "unit-b" });
const both: InboxView = { items: [a, b], missing: [] };
const gone = new AppError("upstream", "CodePipeline cannot be reached; try again in a moment.");

/** Lets the kind answer with these items, or fail. */
const answer = (kind: string, items: InboxItem[] | AppError) =>
  registerInboxKind({
    kind,
    read: async () => {
      if (items instanceof AppError) throw items;
      return { items, missing: [] };
    },
  });

describe("readInbox", () => {
  beforeEach(() => {
    answer("unit-a", [a]);
    answer("unit-b", [b]);
  });

  it("reads every kind", async () => {
    expect(await readInbox()).toEqual(both);
  });
  it("keeps what waited in a source that cannot be read, and does not call it confirmed", async () => {
    answer("unit-a", gone);
    expect(await readInbox(both)).toEqual({
      items: [{ ...a, unconfirmed: true }, b],
      missing: [gone.message],
    });
    answer("unit-a", []);
    expect((await readInbox(both)).items).toEqual([b]);
  });
  it("fails when nothing could be read", async () => {
    answer("unit-a", gone);
    answer("unit-b", gone);
    await expect(readInbox(both)).rejects.toBe(gone);
  });
});
