import { type ChildProcess, execFile, spawn } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Git must not read the machine's or a person's settings: the same push does the same everywhere. */
export function gitEnvironment(): Record<string, string | undefined> {
  return {
    PATH: process.env.PATH,
    HOME: "/nonexistent",
    LANG: "C.UTF-8",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
  };
}

/** Runs git in a repository and gives what it printed. Throws with git's own words. */
export async function git(repository: string, args: string[]): Promise<string> {
  const { stdout } = await run("git", args, {
    cwd: repository,
    env: gitEnvironment() as NodeJS.ProcessEnv,
    maxBuffer: 32 * 1024 * 1024,
    timeout: 120_000,
  });
  return stdout;
}

/** Starts `git http-backend` with the variables of a CGI request. */
export function spawnBackend(root: string, variables: Record<string, string>): ChildProcess {
  return spawn("git", ["http-backend"], {
    cwd: root,
    env: {
      ...gitEnvironment(),
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      ...variables,
    } as unknown as NodeJS.ProcessEnv,
    stdio: ["pipe", "pipe", "pipe"],
  });
}
