import { agentFolderIn } from "@/lib/agents/agent-folder";
import { FOLDER_LIMITS } from "@/lib/agents/agent-path";
import type { AgentFiles } from "@/lib/agents/config";
import { agentReadUrls } from "@/lib/agents/read-urls";
import type { Result } from "@/lib/platform/result";

export type Dropped = { files: AgentFiles } | { problem: string };

const CLUTTER =
  /(^|\/)(__MACOSX|\.git|node_modules|__pycache__)\/|(^|\/)(\.DS_Store|\.env(\.[^/]*)?)$/;
const isZip = ({ name }: File): boolean => name.toLowerCase().endsWith(".zip");

/** An agent out of what was given: a folder's files with their paths, or one zip, which the console unpacks. */
export async function readGiven(given: readonly { path: string; file: File }[]): Promise<Dropped> {
  const [only] = given;
  if (given.length === 1 && only && isZip(only.file)) return readZip(only.file);
  const kept = given.filter(({ path }) => !CLUTTER.test(path));
  if (kept.length === 0) return { problem: "There is no file in it." };
  if (kept.length > FOLDER_LIMITS.files)
    return { problem: `The folder has ${kept.length} files; ${FOLDER_LIMITS.files} is the most.` };
  const files: AgentFiles = {};
  for (const { path, file } of kept) {
    if (file.size > FOLDER_LIMITS.fileBytes)
      return { problem: `${path} is larger than ${FOLDER_LIMITS.fileBytes / 1_000} kB.` };
    const text = await textOf(file);
    if (text === undefined) return { problem: `${path} is no text: only text files are kept.` };
    files[path] = text;
  }
  return agentFolderIn(files);
}

async function textOf(file: File): Promise<string | undefined> {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      await file.arrayBuffer(),
    );
    return text.includes("\u0000") ? undefined : text;
  } catch {
    return undefined;
  }
}

async function readZip(file: File): Promise<Dropped> {
  try {
    const answer = await fetch(agentReadUrls.unzip(), { method: "POST", body: file });
    const result = (await answer.json()) as Result<{ files: AgentFiles }>;
    return result.ok ? result.data : { problem: result.problem.message };
  } catch {
    return { problem: "The console did not answer; try again." };
  }
}

/** What a drop holds, folders with all below them. Entries are taken at once: later the drop is empty. */
export async function filesOfDrop(data: DataTransfer): Promise<{ path: string; file: File }[]> {
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return (await Promise.all(entries.map(walk))).flat();
}

async function walk(entry: FileSystemEntry): Promise<{ path: string; file: File }[]> {
  const path = entry.fullPath.replace(/^\//, "");
  if (CLUTTER.test(`${path}/`)) return [];
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ path, file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) break;
    found.push(...some);
    if (found.length > FOLDER_LIMITS.files * 2) break;
  }
  return (await Promise.all(found.map(walk))).flat();
}
