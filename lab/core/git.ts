import { execFile } from "node:child_process";

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

export interface GitRun {
  /** What git reads from its standard input. */
  input?: Buffer | string;
  /** Beside the usual ones, e.g. `GIT_INDEX_FILE`. */
  env?: Record<string, string>;
}

/** What git said when it ended with another code than 0. */
export class GitError extends Error {
  readonly code: number;
  readonly stdout: Buffer;

  constructor(args: string[], code: number, stdout: Buffer, stderr: string) {
    super(`git ${args[0]} ended with ${code}: ${stderr.trim().slice(-2_000)}`);
    this.name = "GitError";
    this.code = code;
    this.stdout = stdout;
  }
}

/** Runs git in a repository and gives the bytes that it printed. Throws `GitError`. */
export function gitBytes(repository: string, args: string[], how: GitRun = {}): Promise<Buffer> {
  return new Promise((done, fail) => {
    const child = execFile(
      "git",
      args,
      {
        cwd: repository,
        env: { ...gitEnvironment(), ...how.env } as unknown as NodeJS.ProcessEnv,
        maxBuffer: 32 * 1024 * 1024,
        timeout: 120_000,
        encoding: "buffer",
      },
      (error, stdout, stderr) => {
        if (!error) return done(stdout);
        if (typeof error.code !== "number") return fail(error);
        fail(new GitError(args, error.code, stdout, stderr.toString("utf8")));
      },
    );
    // Git that ends early only breaks this pipe; its own words come by the callback.
    child.stdin?.on("error", () => {});
    child.stdin?.end(how.input);
  });
}

/** Runs git in a repository and gives the text that it printed. Throws `GitError`. */
export async function git(repository: string, args: string[], how: GitRun = {}): Promise<string> {
  return (await gitBytes(repository, args, how)).toString("utf8");
}
