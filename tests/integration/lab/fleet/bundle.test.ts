import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { BUNDLE_LIMITS, unpackBundle } from "../../../../lab/fleet/agent/bundle.ts";
import { aZip } from "./an-instance.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "lab-bundle-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function unpack(zip: Buffer, limits = BUNDLE_LIMITS) {
  const file = join(dir, "bundle.zip");
  writeFileSync(file, zip);
  await unpackBundle(file, join(dir, "out"), limits);
}

it("keeps permissions and makes directories", async () => {
  await unpack(await aZip({ "a/b/run.sh": { text: "x", mode: 0o100755 }, "c.txt": "y" }));
  expect(statSync(join(dir, "out/a/b/run.sh")).mode & 0o777).toBe(0o755);
  expect(statSync(join(dir, "out/c.txt")).mode & 0o777).toBe(0o644);
});

it("refuses entries that leave the revision", async () => {
  const zip = await aZip({ "aa/evil.txt": "x" });
  // yazl refuses such names itself, so the name is changed in the finished file.
  const evil = Buffer.from(
    zip.toString("latin1").replaceAll("aa/evil.txt", "../evil.txt"),
    "latin1",
  );
  await expect(unpack(evil)).rejects.toThrow(/cannot be unpacked|leaves the revision/);
  expect(existsSync(join(dir, "evil.txt"))).toBe(false);
});

it("refuses links that point out of the revision and keeps those that stay", async () => {
  const link = (text: string) => ({ text, mode: 0o120777 });
  await unpack(await aZip({ "a.txt": "x", inside: link("a.txt") }));
  await expect(unpack(await aZip({ out: link("/etc") }))).rejects.toThrow(/out points out/);
  await expect(
    unpack(await aZip({ "d/up": link(".."), twice: link("d/up/../x") })),
  ).rejects.toThrow(/twice points out/);
});

it("ends a zip bomb at its limit", async () => {
  const zip = await aZip({ "bomb.bin": "0".repeat(30_000_000) });
  expect(zip.length).toBeLessThan(100_000);
  await expect(unpack(zip)).rejects.toThrow(/more than a revision may have/);
});

it("counts bytes and entries over the whole revision", async () => {
  const limits = { ...BUNDLE_LIMITS, totalBytes: 1000 };
  const many = Object.fromEntries(
    Array.from({ length: 5 }, (_, i) => [`${i}.txt`, "x".repeat(300)]),
  );
  await expect(unpack(await aZip(many), limits)).rejects.toThrow(/more than a revision may have/);
  await expect(unpack(await aZip(many), { ...BUNDLE_LIMITS, entries: 4 })).rejects.toThrow(
    /5 entries/,
  );
});
