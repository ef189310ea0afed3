import { type ChildProcess, spawn } from "node:child_process";
import { gitEnvironment } from "../../core/git.ts";

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
