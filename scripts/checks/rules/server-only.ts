import ts from "typescript-for-imports";
import type { HouseRule } from "./rule.ts";

/** Every server file but `actions.ts` starts with `import "server-only"`: a client import of it fails the build. */
export const serverOnly: HouseRule = (file) => {
  if (!/^server\/.*\.tsx?$/.test(file.path) || /^server\/[^/]+\/actions\.ts$/.test(file.path))
    return [];
  const first = file.tree().statements[0];
  const heads =
    first !== undefined &&
    ts.isImportDeclaration(first) &&
    ts.isStringLiteral(first.moduleSpecifier) &&
    first.moduleSpecifier.text === "server-only";
  if (heads) return [];
  return [{ rule: "server-only", path: file.path, why: 'must start with import "server-only"' }];
};
