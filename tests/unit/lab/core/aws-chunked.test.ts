import { describe, expect, it } from "vitest";
import { decodeAwsChunked } from "../../../../lab/services/s3/aws-chunked.ts";

/** Decodes a body that arrives in pieces of `piece` bytes. */
async function decode(body: string, piece: number) {
  const bytes = Buffer.from(body, "latin1");
  async function* arriving() {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  }
  const trailers: Record<string, string> = {};
  const chunks: Buffer[] = [];
  for await (const chunk of decodeAwsChunked(arriving(), trailers)) chunks.push(chunk);
  return { text: Buffer.concat(chunks).toString("latin1"), trailers };
}

const signed =
  "5;chunk-signature=abc\r\nhello\r\n6;chunk-signature=def\r\n world\r\n0;chunk-signature=0\r\n\r\n";
const trailing = "b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n";

describe("aws-chunked bodies", () => {
  it.each([1, 2, 3, 7, 1_000])(
    "are put together when they arrive %i bytes at a time",
    async (piece) => {
      expect((await decode(signed, piece)).text).toBe("hello world");
      const { text, trailers } = await decode(trailing, piece);
      expect(text).toBe("hello world");
      expect(trailers).toEqual({ "x-amz-checksum-crc32": "DUoRhQ==" });
    },
  );

  it("may end without a last empty line", async () => {
    expect((await decode("1\r\na\r\n0\r\n", 4)).text).toBe("a");
  });

  it.each([
    ["cut within data", "5\r\nhel"],
    ["cut after data", "5\r\nhello"],
    ["no size", "xyz\r\nhello\r\n0\r\n\r\n"],
    ["wrong size", "4\r\nhello\r\n0\r\n\r\n"],
    ["negative size", "-5\r\nhello\r\n0\r\n\r\n"],
    ["endless line", "1".repeat(20_000)],
    ["a trailer without a name", "0\r\n:x\r\n\r\n"],
  ])("are refused with %s", async (_name, body) => {
    await expect(decode(body, 3)).rejects.toThrow("not complete aws-chunked data");
  });
});
