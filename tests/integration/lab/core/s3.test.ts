import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { awsCli, connection, hasAwsCli } from "./clients.ts";

let lab: LabUnderTest;
let s3: S3Client;
const Bucket = "tests";

beforeAll(async () => {
  lab = await startLab();
  s3 = new S3Client(connection(lab));
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(
    new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }),
  );
});
afterAll(() => lab?.stop());

const text = async (Key: string, more = {}) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString();

describe("objects", () => {
  it("come back with their bytes, type, metadata and checksum", async () => {
    const Key = "folder/ä b+c%d?.txt";
    const put = await s3.send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body: "hällo",
        ContentType: "text/plain",
        CacheControl: "no-store",
        Metadata: { a: "1" },
      }),
    );
    const got = await s3.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
    expect(await got.Body?.transformToString()).toBe("hällo");
    expect(got).toMatchObject({
      ContentType: "text/plain",
      CacheControl: "no-store",
      Metadata: { a: "1" },
      VersionId: put.VersionId,
      ETag: put.ETag,
    });
    expect(got.ChecksumCRC32).toBe(put.ChecksumCRC32);
    expect(put.ChecksumCRC32).toBeTruthy();
  });

  it("can be streamed in, which SDKs send as aws-chunked with a trailing checksum", async () => {
    const bytes = randomBytes(3_000_000);
    const Body = Readable.from([bytes.subarray(0, 1_000_001), bytes.subarray(1_000_001)]);
    await s3.send(
      new PutObjectCommand({ Bucket, Key: "streamed", Body, ContentLength: bytes.length }),
    );
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "streamed" }));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
    expect(got.ContentEncoding).toBeUndefined();
  });

  it("answer ranges and conditions", async () => {
    const { ETag } = await s3.send(
      new PutObjectCommand({ Bucket, Key: "range", Body: "0123456789" }),
    );
    expect(await text("range", { Range: "bytes=2-4" })).toBe("234");
    expect(await text("range", { Range: "bytes=7-" })).toBe("789");
    expect(await text("range", { Range: "bytes=-2" })).toBe("89");
    await expect(text("range", { Range: "bytes=10-" })).rejects.toMatchObject({
      name: "InvalidRange",
    });
    await expect(text("range", { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    await expect(text("range", { IfMatch: '"other"' })).rejects.toMatchObject({
      name: "PreconditionFailed",
    });
    const again = new PutObjectCommand({ Bucket, Key: "range", Body: "x", IfNoneMatch: "*" });
    await expect(s3.send(again)).rejects.toMatchObject({ name: "PreconditionFailed" });
  });

  it("keep their versions, and a deletion is a marker", async () => {
    const Key = "versions";
    const first = await s3.send(new PutObjectCommand({ Bucket, Key, Body: "1" }));
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: "2" }));
    const gone = await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(gone.DeleteMarker).toBe(true);
    await expect(text(Key)).rejects.toMatchObject({ name: "NoSuchKey" });
    expect(await text(Key, { VersionId: first.VersionId })).toBe("1");
    const listed = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }));
    expect(listed.Versions).toHaveLength(2);
    expect(listed.DeleteMarkers?.[0]).toMatchObject({ Key, IsLatest: true });
    await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId: gone.VersionId }));
    expect(await text(Key)).toBe("2");
  });

  it("can be copied and deleted together", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "from ä", Body: "x", Metadata: { m: "1" } }));
    const CopySource = `${Bucket}/${encodeURIComponent("from ä")}`;
    await s3.send(new CopyObjectCommand({ Bucket, Key: "to", CopySource }));
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "to" }))).Metadata).toEqual({
      m: "1",
    });
    const Objects = [{ Key: "from ä" }, { Key: "to" }, { Key: "never was" }];
    const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted?.map((one) => one.Key)).toEqual(Objects.map((one) => one.Key));
    await expect(text("to")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  it("are listed in pages and by folder", async () => {
    const names = ["l/a", "l/b/1", "l/b/2", "l/c", "l/ä&<"];
    for (const Key of names) await s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    const seen: string[] = [];
    let token: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({ Bucket, Prefix: "l/", MaxKeys: 2, ContinuationToken: token }),
      );
      seen.push(...(page.Contents ?? []).map((one) => one.Key ?? ""));
      token = page.NextContinuationToken;
    } while (token);
    expect(seen).toEqual(names);
    const folders = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: "l/", Delimiter: "/" }),
    );
    expect(folders.CommonPrefixes).toEqual([{ Prefix: "l/b/" }]);
    expect(folders.Contents?.map((one) => one.Key)).toEqual(["l/a", "l/c", "l/ä&<"]);
    const old = await s3.send(
      new ListObjectsCommand({ Bucket, Prefix: "l/", Marker: "l/b/1", MaxKeys: 1 }),
    );
    expect(old.Contents?.map((one) => one.Key)).toEqual(["l/b/2"]);
    expect(old.IsTruncated).toBe(true);
  });

  it("can be uploaded in parts, which must match", async () => {
    const Key = "parts";
    const { UploadId } = await s3.send(
      new CreateMultipartUploadCommand({ Bucket, Key, Metadata: { m: "p" } }),
    );
    const bodies = [randomBytes(5 * 1024 * 1024), randomBytes(1_000)];
    const Parts = await Promise.all(
      bodies.map(async (Body, index) => {
        const part = { Bucket, Key, UploadId, PartNumber: index + 1, Body };
        return { PartNumber: index + 1, ETag: (await s3.send(new UploadPartCommand(part))).ETag };
      }),
    );
    const complete = (parts: typeof Parts) =>
      s3.send(
        new CompleteMultipartUploadCommand({
          Bucket,
          Key,
          UploadId,
          MultipartUpload: { Parts: parts },
        }),
      );
    await expect(complete([...Parts].reverse())).rejects.toMatchObject({
      name: "InvalidPartOrder",
    });
    await expect(complete([{ PartNumber: 1, ETag: '"no"' }])).rejects.toMatchObject({
      name: "InvalidPart",
    });
    expect((await complete(Parts)).ETag).toMatch(/-2"$/);
    const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(
      Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(Buffer.concat(bodies)),
    ).toBe(true);
    expect(got.Metadata).toEqual({ m: "p" });
    await expect(
      s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })),
    ).rejects.toMatchObject({ name: "NoSuchUpload" });
  });
});

describe("what is wrong", () => {
  it("is told by its S3 name", async () => {
    await expect(
      s3.send(new GetObjectCommand({ Bucket: "nowhere", Key: "k" })),
    ).rejects.toMatchObject({ name: "NoSuchBucket" });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: "nothing" }))).rejects.toMatchObject({
      name: "NotFound",
    });
    const answer = await fetch(`${lab.endpoint}/${Bucket}?policy`);
    expect(answer.status).toBe(501);
    expect(await answer.text()).toContain("The lab does not implement S3 GetBucketPolicy.");
  });

  it("bytes that do not match their checksum leave nothing", async () => {
    const wrong: Record<string, string>[] = [
      { "x-amz-checksum-crc32": "AAAAAA==" },
      { "content-md5": "AAAAAAAAAAAAAAAAAAAAAA==" },
    ];
    for (const headers of wrong) {
      const answer = await fetch(`${lab.endpoint}/${Bucket}/bad`, {
        method: "PUT",
        body: "x",
        headers,
      });
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain("<Code>BadDigest</Code>");
    }
    expect((await fetch(`${lab.endpoint}/${Bucket}/bad`)).status).toBe(404);
  });

  it("a body that is not framed as it says gets its answer through", async () => {
    const answer = await fetch(`${lab.endpoint}/${Bucket}/framed`, {
      method: "PUT",
      body: Buffer.alloc(20_000_000, "no frames here") as unknown as BodyInit,
      headers: { "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER" },
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("<Code>IncompleteBody</Code>");
  });

  it("an upload that is cut off leaves nothing", async () => {
    const socket = connect(lab.port, "127.0.0.1");
    socket.write(`PUT /${Bucket}/cut HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nonly this`);
    await new Promise<void>((done) => socket.write("", () => done()));
    socket.destroy();
    expect((await fetch(`${lab.endpoint}/${Bucket}/cut`)).status).toBe(404);
  });

  it("keys are never paths", async () => {
    const raw = (method: string, path: string, body = "") =>
      new Promise<{ status: number; body: string }>((done, fail) => {
        const sent = request({ host: "127.0.0.1", port: lab.port, method, path }, async (res) => {
          done({
            status: res.statusCode ?? 0,
            body: await new Response(Readable.toWeb(res) as ReadableStream).text(),
          });
        });
        sent.on("error", fail).end(body);
      });
    const key = `/${Bucket}/../../../../../../tmp/escaped-${lab.port}`;
    expect((await raw("PUT", key, "inside")).status).toBe(200);
    expect((await raw("GET", key)).body).toBe("inside");
    expect(existsSync(`/tmp/escaped-${lab.port}`)).toBe(false);
    expect((await raw("GET", `/${Bucket}/%00`)).status).toBeLessThan(500);
    expect((await raw("PUT", `/${Bucket}/a%00b`, "x")).status).toBe(400);
    expect((await raw("GET", `/${Bucket}/%E0%A4%A`)).status).toBe(400);
    expect((await raw("PUT", `/${Bucket}/${"k".repeat(1_100)}`, "x")).status).toBe(400);
    expect((await raw("GET", "//")).status).toBeLessThan(500);
  });

  it("XML that could explode is refused", async () => {
    const bomb =
      '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><Delete><Object><Key>&b;</Key></Object></Delete>';
    for (const body of [bomb, "<Delete>", "nothing", "<Other/>"]) {
      const answer = await fetch(`${lab.endpoint}/${Bucket}?delete`, { method: "POST", body });
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain("<Code>MalformedXML</Code>");
    }
  });
});

describe("other clients", () => {
  it("may put the bucket into the host name", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "hosted", Body: "yes" }));
    const got = await new Promise<string>((done, fail) => {
      const headers = { host: `${Bucket}.s3.us-east-1.amazonaws.com:${lab.port}` };
      request({ host: "127.0.0.1", port: lab.port, path: "/hosted", headers }, async (res) => {
        done(await new Response(Readable.toWeb(res) as ReadableStream).text());
      })
        .on("error", fail)
        .end();
    });
    expect(got).toBe("yes");
  });

  it.runIf(hasAwsCli)("the AWS CLI copies, lists and removes", async () => {
    const up = join(lab.stateDir, "up.bin");
    const down = join(lab.stateDir, "down.bin");
    writeFileSync(up, randomBytes(9 * 1024 * 1024));
    expect(await awsCli(lab, "s3", "cp", up, `s3://${Bucket}/cli/big`)).toMatchObject({ code: 0 });
    expect(await awsCli(lab, "s3", "cp", `s3://${Bucket}/cli/big`, down)).toMatchObject({
      code: 0,
    });
    expect(readFileSync(down).equals(readFileSync(up))).toBe(true);
    const { stdout } = await awsCli(lab, "s3", "ls", `s3://${Bucket}/cli/`);
    expect(stdout).toMatch(/9437184 big/);
    expect(await awsCli(lab, "s3", "rm", `s3://${Bucket}/cli/big`)).toMatchObject({ code: 0 });
  });
});
