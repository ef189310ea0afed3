import { buffer } from "node:stream/consumers";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { ZipFile } from "yazl";

/** A zip in memory. */
export async function aZip(files: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return buffer(zip.outputStream);
}

/** A buildspec whose build phase runs these commands and gives out everything. */
export function aBuildspec(...commands: string[]): string {
  const list = commands.map((command) => `      - ${JSON.stringify(command)}`).join("\n");
  return `version: 0.2\nphases:\n  build:\n    commands:\n${list}\nartifacts:\n  files: ['**/*']\n`;
}

/** Puts a source as a push would. */
export async function push(
  s3: S3Client,
  key: string,
  files: Record<string, string | Buffer>,
  summary = "A change",
): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: "code-build-source-lab",
      Key: key,
      Body: await aZip(files),
      Metadata: { "codepipeline-artifact-revision-summary": summary, "commit-id": "c0ffee" },
    }),
  );
}
