import "server-only";
import { createHash } from "node:crypto";
import type { AgentFiles } from "@/lib/agents/config";

/** SHA-256 over paths and contents, hex: the same for the same files in whatever order. */
export function hashFiles(files: AgentFiles): string {
  const hash = createHash("sha256");
  for (const path of Object.keys(files).sort()) {
    const content = Buffer.from(files[path] ?? "", "utf8");
    // With lengths, so that no content can pass for another file's path.
    hash.update(`${Buffer.byteLength(path)} ${content.length}\n${path}\n`);
    hash.update(content);
  }
  return hash.digest("hex");
}
