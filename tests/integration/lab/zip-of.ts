import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";

/** A zip file with these files. */
export function zipOf(files: Record<string, string>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, content] of Object.entries(files)) {
    zip.addBuffer(Buffer.from(content), path, { mtime: new Date(0) });
  }
  zip.end();
  return buffer(zip.outputStream);
}
