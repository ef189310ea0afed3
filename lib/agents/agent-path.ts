/** Limits of an agent's folder, wherever it comes from. Bytes are UTF-8's. */
export const FOLDER_LIMITS = {
  files: 200,
  fileBytes: 500_000,
  totalBytes: 2_000_000,
  depth: 8,
  pathLength: 300,
} as const;

/** What a path must not hold: invisible characters, and what a shell, a zip or Windows reads differently. */
const BAD_CHARACTERS = /[\p{C}\\:*?"<>|]/u;

/**
 * Why `path` cannot be a file of an agent's folder: relative, forward slashes, no way out of it.
 * One half of a sentence that follows the path.
 */
export function badPath(path: string): string | undefined {
  if (path.length === 0 || path.length > FOLDER_LIMITS.pathLength)
    return `must have 1 to ${FOLDER_LIMITS.pathLength} characters`;
  if (BAD_CHARACTERS.test(path)) return "holds a character that a file's name may not have";
  if (path.startsWith("/")) return "must be relative to the agent's folder";
  const parts = path.split("/");
  if (parts.some((part) => part === "" || part === "." || part === ".."))
    return "must not leave the agent's folder";
  if (parts.length > FOLDER_LIMITS.depth) return `is deeper than ${FOLDER_LIMITS.depth} folders`;
  if (parts.some((part) => part === "__proto__" || part.endsWith(" ") || part.endsWith(".")))
    return "is no usable name of a file";
  return undefined;
}

/** Bytes of a text in UTF-8, in the browser and on the server alike. */
export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** What is wrong with a folder's files as such, before they are read: one sentence each. */
export function folderProblems(files: Record<string, string>): string[] {
  const problems: string[] = [];
  const paths = Object.keys(files);
  if (paths.length > FOLDER_LIMITS.files)
    problems.push(`The folder has ${paths.length} files; ${FOLDER_LIMITS.files} is the most.`);
  const seen = new Map<string, string>();
  let total = 0;
  for (const path of paths) {
    const why = badPath(path);
    if (why) problems.push(`The path ${JSON.stringify(path)} ${why}.`);
    const same = seen.get(path.toLowerCase());
    if (same) problems.push(`${same} and ${path} would be one file on some machines.`);
    seen.set(path.toLowerCase(), path);
    const text = files[path] ?? "";
    const bytes = bytesOf(text);
    total += bytes;
    if (bytes > FOLDER_LIMITS.fileBytes)
      problems.push(`${path} is larger than ${FOLDER_LIMITS.fileBytes / 1_000} kB.`);
    if (text.includes("\u0000")) problems.push(`${path} is no text: only text files are kept.`);
  }
  if (total > FOLDER_LIMITS.totalBytes)
    problems.push(`The folder is larger than ${FOLDER_LIMITS.totalBytes / 1_000_000} MB.`);
  return problems;
}
