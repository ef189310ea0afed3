import { buffer } from "node:stream/consumers";
import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import yazl from "yazl";
import { unzipFolder, zipFolder } from "@/server/agents/definitions/folder-zip";

const FILES = { "harness.json": "{}", "skills/a/SKILL.md": "Zwölf\n", "system-prompt.md": "" };

/** A zip with these entries; yazl itself refuses names that lead out, so they are put in afterwards. */
async function aZip(
  entries: Record<string, string | Buffer>,
  rename: [from: string, to: string][] = [],
  mode = 0o100644,
): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [path, content] of Object.entries(entries))
    zip.addBuffer(Buffer.from(content), path, { mode });
  zip.end();
  let made: Buffer = await buffer(zip.outputStream);
  for (const [from, to] of rename)
    made = Buffer.from(made.toString("latin1").replaceAll(from, to), "latin1");
  return made;
}

test("what is zipped comes out as it was, alike to the byte each time", async () => {
  const zipped = await zipFolder("agent", FILES);
  expect(await unzipFolder(zipped)).toEqual(FILES);
  expect((await zipFolder("agent", FILES)).equals(zipped)).toBe(true);
});

test("a folder within folders is found, and clutter is left out", async () => {
  const zipped = await aZip({
    "p/app/x/harness.json": "{}",
    "p/app/x/.env": "SECRET=1",
    "p/README.md": "not the agent's",
    "__MACOSX/p/app/x/harness.json": "x",
  });
  expect(await unzipFolder(zipped)).toEqual({ "harness.json": "{}" });
});

const bomb = () => aZip({ "harness.json": "{}", "big.txt": Buffer.alloc(5_000_000) });

/** A file whose head says 10 bytes and that unpacks to 5 MB. */
async function lyingBomb(): Promise<Buffer> {
  const honest = Buffer.alloc(5_000_000);
  const made = await aZip({ "harness.json": "{}", "big.txt": honest });
  const size = Buffer.alloc(4);
  size.writeUInt32LE(honest.length);
  const small = Buffer.alloc(4);
  small.writeUInt32LE(10);
  expect(deflateRawSync(honest).length).toBeLessThan(100_000);
  return Buffer.from(
    made.toString("latin1").replaceAll(size.toString("latin1"), small.toString("latin1")),
    "latin1",
  );
}

const TABLE: [what: string, zip: () => Promise<Buffer>, why: RegExp][] = [
  ["no zip", async () => Buffer.from("hello"), /no zip/],
  ["cut off", async () => (await zipFolder("a", FILES)).subarray(0, 120), /no zip/],
  [
    "a way out",
    () => aZip({ "aa/harness.json": "{}" }, [["aa/har", "../har"]]),
    /leads out|damaged|leave/,
  ],
  [
    "an absolute path",
    () => aZip({ "aharness.json": "{}" }, [["aharness", "/harness"]]),
    /leads out|damaged|relative/,
  ],
  ["a link", () => aZip({ "harness.json": "/etc/passwd" }, [], 0o120777), /symbolic link/],
  [
    "a picture",
    () => aZip({ "harness.json": "{}", "a.png": Buffer.from([0x89, 0, 1]) }),
    /no text/,
  ],
  ["a bomb", bomb, /larger than/],
  ["a bomb that lies about its size", lyingBomb, /damaged/],
  [
    "too many files",
    () => aZip(Object.fromEntries(Array.from({ length: 401 }, (_, at) => [`f${at}`, "x"]))),
    /more than 200/,
  ],
  ["two agents", () => aZip({ "a/harness.json": "{}", "b/harness.json": "{}" }), /several agents/],
  ["no agent", () => aZip({ "a.txt": "x" }), /no harness\.json/],
];
test.each(TABLE)("%s is refused", async (_what, zip, why) => {
  await expect(unzipFolder(await zip())).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringMatching(why),
  });
});
