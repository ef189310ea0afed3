import { describe, expect, it } from "vitest";
import { globToRegExp } from "../../../../lab/services/codebuild/glob.ts";

describe("globToRegExp", () => {
  it.each([
    ["**/*", "a.js", true],
    ["**/*", "a/b/.hidden", true],
    ["*", "a/b", false],
    ["dist/**/*", "dist/a/b.js", true],
    ["dist/**/*", "dist/b.js", true],
    ["dist/**/*", "src/b.js", false],
    ["**/*.js", "a/b.jsx", false],
    ["**/*.{js,css}", "a/b.css", true],
    ["a,b", "a,b", true],
    ["file?.txt", "file1.txt", true],
    ["file[0-9].txt", "filex.txt", false],
    ["file[!0-9].txt", "filex.txt", true],
    ["./package.json", "package.json", true],
    ["a+b(c).txt", "a+b(c).txt", true],
    ["dist/", "dist/deep/x", true],
  ])("%s on %s: %s", (pattern, path, matches) => {
    expect(globToRegExp(pattern).test(path)).toBe(matches);
  });
});
