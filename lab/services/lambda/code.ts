import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Lab } from "../../core/contracts.ts";
import { invalidParameter } from "./refuse.ts";
import { unpackCode } from "./unpack-code.ts";

/** What CreateFunction's `Code` and UpdateFunctionCode say. */
export interface CodeInput {
  ZipFile?: unknown;
  S3Bucket?: unknown;
  S3Key?: unknown;
  S3ObjectVersion?: unknown;
  ImageUri?: unknown;
}

export interface KeptCode {
  codeSha256: string;
  codeSize: number;
}

/** Where a function's code lies unpacked. */
export const codeFolder = (lab: Lab, codeSha256: string): string =>
  join(lab.stateDir, "lambda", "code", Buffer.from(codeSha256, "base64").toString("hex"));

/** Takes code in: unpacked once by content, however many functions have it. @throws AwsError */
export async function keepCode(lab: Lab, input: CodeInput): Promise<KeptCode> {
  const bytes = await readCode(lab, input);
  const codeSha256 = createHash("sha256").update(bytes).digest("base64");
  const folder = codeFolder(lab, codeSha256);
  if (!existsSync(folder)) {
    const fresh = `${folder}.${crypto.randomUUID()}`;
    const zip = `${fresh}.zip`;
    await mkdir(fresh, { recursive: true });
    try {
      await writeFile(zip, bytes);
      await unpackCode(zip, fresh);
      // Another request may have brought the same code meanwhile.
      await rename(fresh, folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
      });
    } finally {
      await rm(fresh, { recursive: true, force: true });
      await rm(zip, { force: true });
    }
  }
  return { codeSha256, codeSize: bytes.length };
}

async function readCode(lab: Lab, input: CodeInput): Promise<Buffer> {
  if (typeof input.ZipFile === "string") return Buffer.from(input.ZipFile, "base64");
  if (typeof input.S3Bucket === "string" && typeof input.S3Key === "string") {
    const version = typeof input.S3ObjectVersion === "string" ? input.S3ObjectVersion : undefined;
    const object = lab.objects.head(input.S3Bucket, input.S3Key, version);
    if (object) return readFile(object.path);
    throw invalidParameter(
      "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.",
    );
  }
  throw invalidParameter("The lab runs functions from ZipFile, or S3Bucket and S3Key.");
}

/** Removes code that no function has any more. */
export async function dropCode(lab: Lab, codeSha256: string): Promise<void> {
  const folder = codeFolder(lab, codeSha256);
  if (dirname(folder) === join(lab.stateDir, "lambda", "code")) {
    await rm(folder, { recursive: true, force: true });
  }
}
