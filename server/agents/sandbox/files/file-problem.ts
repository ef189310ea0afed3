import "server-only";
import { AppError, isAppError } from "@/server/platform/errors";

const SENTENCES: Record<string, (path: string) => AppError> = {
  ENOENT: (path) => new AppError("not_found", `There is no ${path} in the workspace.`),
  ENOTDIR: (path) => new AppError("invalid", `${path} is not a folder, or leads over a link.`),
  EISDIR: (path) => new AppError("invalid", `${path} is a folder.`),
  ELOOP: (path) => new AppError("invalid", `${path} is a link, and links are not followed.`),
  ENXIO: (path) => new AppError("invalid", `${path} is not an ordinary file.`),
  EACCES: (path) => new AppError("invalid", `The rights of ${path} do not allow that.`),
  EPERM: (path) => new AppError("invalid", `The rights of ${path} do not allow that.`),
  ENAMETOOLONG: (path) => new AppError("invalid", `The name ${path} is too long.`),
  ENOSPC: () => new AppError("upstream", "The disk of the console is full."),
};

/** The system's error about a file as a sentence; anything else as it came. */
export function fileProblem(error: unknown, path: string): unknown {
  if (isAppError(error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  const named = path === "" ? "the workspace" : JSON.stringify(path.slice(0, 200));
  return (code && SENTENCES[code]?.(named)) || error;
}
