import { expect, test } from "vitest";
import { newRequestId } from "@/server/prompt-cache/engine/request-id";

test("ids have the form of a UUID, and no two are the same, also when the counted digits run out", () => {
  const ids = Array.from({ length: 0x10000 + 1_000 }, newRequestId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of [ids[0], ids.at(-1)])
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
