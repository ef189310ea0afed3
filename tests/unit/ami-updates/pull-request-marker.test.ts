import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type PullRequestMarker,
  readMarker,
  writeMarker,
} from "@/lib/ami-updates/pull-request-marker";

const aMarker = (more: Partial<PullRequestMarker> = {}): PullRequestMarker => ({
  v: 1,
  updateId: "0b1d",
  cluster: "dev",
  nodeClass: "default",
  from: "ami-0a",
  to: "ami-0b",
  release: "v20260714",
  ...more,
});

test("what is written is read again, and is one hidden comment whatever is in it", () => {
  const text = fc.string({ minLength: 1, maxLength: 80, unit: "grapheme" });
  const hostile = fc.constantFrom("-->", "--!>", "<!--", "\n-->\n@everyone", "--", "->", "}\n{");
  fc.assert(
    fc.property(fc.oneof(text, hostile), fc.oneof(text, hostile), (updateId, release) => {
      const marker = aMarker({ updateId, release });
      const written = writeMarker(marker);
      expect(readMarker(`Some text.\n\n${written}\n`)).toEqual(marker);
      expect(written).not.toContain("\n");
      // No comment ends before its end, for any reading of HTML.
      expect(written.slice(4, -3)).not.toMatch(/--|>/);
    }),
  );
});

test("the last one counts, so that quoted text above cannot stand in for it", () => {
  const quoted = writeMarker(aMarker({ updateId: "quoted" }));
  expect(readMarker(`${quoted}\n\n${writeMarker(aMarker())}`)?.updateId).toBe("0b1d");
});

test("what is no marker is none", () => {
  const shapes = ["", "text", "<!-- ami-update {} -->", '<!-- ami-update {"v":2} -->'];
  const broken = writeMarker(aMarker()).replace("{", "{{");
  for (const body of [
    ...shapes,
    broken,
    `<!-- ami-update ${JSON.stringify(aMarker({ updateId: "" }))} -->`,
  ])
    expect(readMarker(body)).toBeUndefined();
});
