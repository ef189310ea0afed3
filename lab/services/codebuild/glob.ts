/** The file patterns of buildspec.yml: `**` for any depth, `*`, `?`, `[…]` and `{a,b}`. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { PhaseFailure } from "./model.ts";

export function globToRegExp(pattern: string): RegExp {
  const source = pattern.replace(/^\.\//, "").replace(/\/$/, "/**/*");
  let out = "";
  for (let index = 0; index < source.length; index++) {
    const char = source[index] as string;
    if (source.startsWith("**/", index)) {
      out += "(?:[^/]+/)*";
      index += 2;
    } else if (source.startsWith("**", index)) {
      out += ".*";
      index += 1;
    } else if (char === "*") out += "[^/]*";
    else if (char === "?") out += "[^/]";
    else if (char === "{") out += "(?:";
    else if (char === "}") out += ")";
    else if (char === ",") out += isInBraces(source, index) ? "|" : ",";
    else if (char === "[" && source.indexOf("]", index) > 0) {
      const end = source.indexOf("]", index);
      const body = source
        .slice(index + 1, end)
        .replace(/\\/g, "")
        .replace(/^!/, "^");
      out += `[${body}]`;
      index = end;
    } else out += char.replace(/[.+^$()|\\\]]/g, "\\$&");
  }
  return new RegExp(`^${out}$`);
}

function isInBraces(source: string, at: number): boolean {
  const before = source.slice(0, at);
  return before.lastIndexOf("{") > before.lastIndexOf("}");
}

/** Files and symbolic links below `root`, as relative paths in order; directories that are links are not entered. */
export function listFiles(root: string, limit: number): string[] {
  const found: string[] = [];
  const walk = (directory: string) => {
    for (const entry of readdirSync(join(root, directory), { withFileTypes: true })) {
      const path = directory ? `${directory}/${entry.name}` : entry.name;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile() || entry.isSymbolicLink()) found.push(path);
      if (found.length > limit) {
        throw new PhaseFailure("CLIENT_ERROR", `The build has more than ${limit} files.`);
      }
    }
  };
  walk("");
  return found.sort();
}
