import { mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ZipFile } from "yazl";
import { UNPACK_LIMITS, unpackSource } from "../../../../lab/services/codebuild/unpack-source.ts";

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "unpack-")));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

interface Entry {
  name: string;
  content?: string | Buffer;
  mode?: number;
}

/** A zip; names that no honest tool would write are put in after it was made. */
async function aZip(entries: Entry[], rename: Record<string, string> = {}): Promise<string> {
  const zip = new ZipFile();
  for (const { name, content = "", mode = 0o100644 } of entries) {
    if (name.endsWith("/")) zip.addEmptyDirectory(name);
    else zip.addBuffer(Buffer.from(content), name, { mode });
  }
  zip.end();
  let bytes = (await buffer(zip.outputStream)).toString("latin1");
  for (const [from, to] of Object.entries(rename)) {
    if (from.length !== to.length) throw new Error("names must be equally long");
    bytes = bytes.replaceAll(from, to);
  }
  const file = join(root, "source.zip");
  writeFileSync(file, bytes, "latin1");
  return file;
}

const into = () => mkdtempSync(join(root, "out-"));
const refused = (why: RegExp) =>
  expect.objectContaining({ code: "CLIENT_ERROR", message: expect.stringMatching(why) });

describe("unpackSource", () => {
  it("unpacks files, directories, modes and links that stay inside", async () => {
    const file = await aZip([
      { name: "bin/run.sh", content: "#!/bin/sh", mode: 0o100755 },
      { name: "empty/" },
      { name: "link", content: "bin/run.sh", mode: 0o120777 },
    ]);
    const target = into();
    await unpackSource(file, target);
    expect(statSync(join(target, "bin/run.sh")).mode & 0o111).not.toBe(0);
    expect(readFileSync(join(target, "link"), "utf8")).toBe("#!/bin/sh");
    expect(statSync(join(target, "empty")).isDirectory()).toBe(true);
  });

  it.each([
    ["../", "aa/evil.txt", "../evil.txt"],
    ["an absolute path", "etc_/evil.txt", "/etc/evil.txt"],
  ])("refuses entries with %s", async (_what, honest, evil) => {
    const file = await aZip([{ name: honest, content: "x" }], { [honest]: evil });
    await expect(unpackSource(file, into())).rejects.toEqual(
      refused(/relative path|absolute path/),
    );
  });

  it("refuses links that lead outside, and files through a link", async () => {
    const outside = await aZip([{ name: "out", content: "../../etc", mode: 0o120777 }]);
    await expect(unpackSource(outside, into())).rejects.toEqual(refused(/leads outside/));
    const chain = await aZip([
      { name: "here", content: ".", mode: 0o120777 },
      { name: "here/a/b/up", content: "../../..", mode: 0o120777 },
    ]);
    await expect(unpackSource(chain, into())).rejects.toEqual(refused(/./));
  });

  it("refuses a bomb by its ratio, its size and its number of entries", async () => {
    const zeros = await aZip([{ name: "zeros", content: Buffer.alloc(20 * 1024 * 1024) }]);
    await expect(unpackSource(zeros, into())).rejects.toEqual(refused(/times its size/));
    const small = { ...UNPACK_LIMITS, totalBytes: 1024 * 1024, ratio: 1e9 };
    await expect(unpackSource(zeros, into(), small)).rejects.toEqual(refused(/more than 1 MB/));
    const many = await aZip([{ name: "a" }, { name: "b" }, { name: "c" }]);
    await expect(unpackSource(many, into(), { ...UNPACK_LIMITS, entries: 2 })).rejects.toEqual(
      refused(/3 entries, more than 2/),
    );
  });

  it("says when it is no zip", async () => {
    const file = join(root, "no.zip");
    writeFileSync(file, "hello");
    await expect(unpackSource(file, into())).rejects.toEqual(refused(/not a readable zip/));
  });
});
