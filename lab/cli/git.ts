import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { UsageError } from "./options.ts";

const run = promisify(execFile);

/** Who the lab's own commits are from. */
const IDENTITY = { name: "Sample Developer", email: "developer@example.com" };

/** Runs git apart from the person's own settings. Throws one sentence with git's last words. */
export async function git(folder: string, ...args: string[]): Promise<string> {
  try {
    const { stdout } = await run("git", args, {
      cwd: folder,
      maxBuffer: 32 * 1024 * 1024,
      env: {
        ...process.env,
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_TERMINAL_PROMPT: "0",
        GIT_AUTHOR_NAME: IDENTITY.name,
        GIT_AUTHOR_EMAIL: IDENTITY.email,
        GIT_COMMITTER_NAME: IDENTITY.name,
        GIT_COMMITTER_EMAIL: IDENTITY.email,
      },
    });
    return stdout.trim();
  } catch (error) {
    const { stderr = "", code } = error as { stderr?: string; code?: string | number };
    if (code === "ENOENT")
      throw new UsageError("git was not found; the lab's source control needs it.");
    const said = stderr
      .trim()
      .split("\n")
      .filter((line) => !line.startsWith("hint:"));
    throw new UsageError(`git ${args[0]} failed: ${said.slice(-3).join(" ") || String(error)}`);
  }
}
