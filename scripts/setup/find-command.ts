import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The full path of a program on the PATH (or in the usual system folders), or undefined. */
export function findCommand(name: string, path = process.env.PATH ?? ""): string | undefined {
  const folders = [
    ...path.split(delimiter),
    "/usr/local/bin",
    "/usr/bin",
    "/bin",
    "/opt/homebrew/bin",
  ];
  return folders
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
