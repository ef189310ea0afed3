import { expect, it } from "vitest";
import { updateShown } from "@/lib/ami-updates/update-shown";
import type { UpdateBrief } from "@/lib/ami-updates/views";

const update: UpdateBrief = {
  id: "1",
  from: { imageId: "ami-1" },
  to: { imageId: "ami-2" },
  risk: 2,
  startedBy: "schedule",
  createdAt: "2026-11-26T09:00:00Z",
};
const to = (imageId: string) => ({ imageId, release: "v20261101" });

it.each([
  ["proposed", "ami-2", true],
  ["held", "ami-3", false],
  ["rejected", "ami-2", true],
  ["up_to_date", "ami-2", true],
] as const)("a target that is %s with %s recommended shows it: %s", (state, image, shown) => {
  expect(updateShown({ state, recommended: to(image), update })).toBe(shown ? update : undefined);
});

it("no update is none, and without a recommendation the last one stands", () => {
  expect(updateShown({ state: "held", recommended: to("ami-3") })).toBeUndefined();
  expect(updateShown({ state: "unreadable", update })).toBe(update);
});
