import "server-only";
import type { Picture } from "@/lib/agents/events";
import type { Workspace } from "@/server/agents/contracts";
import { AppError } from "@/server/platform/errors";

/** Models take no larger ones. */
const MOST_BYTES = 5 * 1_048_576;

const KINDS: [mediaType: string, begins: (bytes: Buffer) => boolean][] = [
  ["image/png", (bytes) => bytes.subarray(0, 8).equals(Buffer.from("\x89PNG\r\n\x1a\n", "latin1"))],
  ["image/jpeg", (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))],
  ["image/gif", (bytes) => /^GIF8[79]a/.test(bytes.subarray(0, 6).toString("latin1"))],
  ["image/webp", (bytes) => /^RIFF.{4}WEBP/s.test(bytes.subarray(0, 12).toString("latin1"))],
];

/**
 * A file of the workspace as a picture, judged by its first bytes and not by its name.
 *
 * @throws AppError not_found; invalid when it is none, or too large
 */
export async function pictureOf(workspace: Workspace, path: string): Promise<Picture> {
  const bytes = await workspace.read(path);
  const kind = KINDS.find(([, begins]) => begins(bytes));
  if (!kind)
    throw new AppError("invalid", `${JSON.stringify(path)} is no PNG, JPEG, GIF or WebP picture.`);
  if (bytes.length > MOST_BYTES)
    throw new AppError("invalid", `${JSON.stringify(path)} is larger than the 5 MB of a picture.`);
  return { path: path.replace(/^\/workspace\//, ""), mediaType: kind[0], bytes: bytes.length };
}
