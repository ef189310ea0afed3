import { createHash, type Hash } from "node:crypto";
import { crc32 } from "node:zlib";
import { AwsError } from "../../core/aws-error.ts";
import { decodeAwsChunked } from "./aws-chunked.ts";
import type { S3Request } from "./request.ts";

/** A body on its way, with what is known of it only at its end. */
export interface ArrivingBody {
  chunks: AsyncIterable<Buffer>;
  /** Call after the last chunk. Gives the verified checksums; throws `BadDigest` or `IncompleteBody`. */
  verify(md5: string, size: number): Record<string, string>;
}

/** The object's bytes: unframed when the client sent aws-chunked, hashed as the client asked. */
export function arrivingBody(req: S3Request): ArrivingBody {
  const trailers: Record<string, string> = {};
  const framed =
    (req.header("x-amz-content-sha256") ?? "").startsWith("STREAMING-") ||
    (req.header("content-encoding") ?? "").includes("aws-chunked");
  // Left alive when reading ends early, so that the answer can still be sent.
  const raw = req.raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  const source = framed ? decodeAwsChunked(raw, trailers) : raw;
  const wanted = `${req.header("x-amz-trailer") ?? ""},${Object.keys(req.raw.headers).join(",")}`;
  const sums = new Map<string, Summer>();
  for (const [name, create] of Object.entries(SUMMERS)) {
    if (wanted.toLowerCase().includes(`x-amz-checksum-${name}`)) sums.set(name, create());
  }

  return {
    chunks: hashing(source, [...sums.values()]),
    verify(md5, size) {
      const length = req.header("x-amz-decoded-content-length");
      if (length !== undefined && Number(length) !== size) {
        const message = "You did not provide the number of bytes specified by the length header.";
        throw new AwsError("IncompleteBody", message);
      }
      const declared = req.header("content-md5");
      if (declared && Buffer.from(md5, "hex").toString("base64") !== declared)
        throw badDigest("MD5");
      const verified: Record<string, string> = {};
      for (const [name, sum] of sums) {
        const header = `x-amz-checksum-${name}`;
        const expected = req.header(header) ?? trailers[header];
        if (expected === undefined) continue;
        if (sum.digest() !== expected) throw badDigest(name.toUpperCase());
        verified[name] = expected;
      }
      return verified;
    },
  };
}

interface Summer {
  update(chunk: Buffer): unknown;
  /** In base64. */
  digest(): string;
}

/** CRC32C and CRC64NVME are accepted unverified and therefore not told back. */
const SUMMERS: Record<string, () => Summer> = {
  crc32: () => {
    let sum = 0;
    return {
      update: (chunk) => {
        sum = crc32(chunk, sum);
      },
      digest: () => {
        const bytes = Buffer.alloc(4);
        bytes.writeUInt32BE(sum);
        return bytes.toString("base64");
      },
    };
  },
  sha1: () => hashSummer(createHash("sha1")),
  sha256: () => hashSummer(createHash("sha256")),
};

const hashSummer = (hash: Hash): Summer => ({
  update: (chunk) => hash.update(chunk),
  digest: () => hash.digest("base64"),
});

async function* hashing(source: AsyncIterable<Buffer>, sums: Summer[]): AsyncIterable<Buffer> {
  for await (const chunk of source) {
    for (const sum of sums) sum.update(chunk);
    yield chunk;
  }
}

const badDigest = (name: string) =>
  new AwsError("BadDigest", `The ${name} you specified did not match the calculated checksum.`);
