import "server-only";
import { AppError } from "@/server/platform/errors";
import { type Connection, orAbsent, type Wire } from "./call-github";
import type { GitHub, RepositoryRef } from "./contracts";

/** Larger than any manifest or changelog that we read. */
const LARGEST_BYTES = 5 * 1024 * 1024;

interface Contents {
  type?: string;
  encoding?: string;
  content?: string;
  sha: string;
  size?: number;
}

/** Contents API; a file of more than 1 MB comes by its blob. */
export const files = (github: Connection): Pick<GitHub, "readFile"> => ({
  readFile: (at, path, ref) =>
    orAbsent(
      github.call(
        at,
        { operation: "readFile", permissions: { contents: "read" } },
        async (wire) => {
          const { data } = await wire.request(`GET /repos/{owner}/{repo}/contents/${inUrl(path)}`, {
            owner: at.owner,
            repo: at.name,
            ref,
          });
          const found = data as Contents | Contents[];
          if (Array.isArray(found) || found.type !== "file")
            throw refuse(`${path} on ${at.owner}/${at.name} is not a file.`);
          if ((found.size ?? 0) > LARGEST_BYTES)
            throw refuse(`${path} on ${at.owner}/${at.name} is larger than 5 MB.`);
          const bytes =
            found.encoding === "base64" && found.content !== undefined
              ? Buffer.from(found.content, "base64")
              : await readBlob(wire, at, found.sha);
          return { bytes, blobSha: found.sha };
        },
      ),
    ),
});

async function readBlob({ request }: Wire, at: RepositoryRef, sha: string): Promise<Buffer> {
  const { data } = await request("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", {
    owner: at.owner,
    repo: at.name,
    file_sha: sha,
  });
  return Buffer.from(data.content, data.encoding === "base64" ? "base64" : "utf8");
}

/** Slashes stay: some servers do not take them encoded. */
export const inUrl = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

const refuse = (text: string) => new AppError("invalid", text);
