import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const IMPORT = /^import\s+\{([^}]*)\}\s+from\s+"(\.[^"]+)";?$/gm;
const EXPORT = /^export\s+(async\s+function|function|const|class)\s+([A-Za-z0-9_$]+)/gm;

/**
 * Bundles ES modules that import each other by relative path into one script. Each module becomes
 * a function that runs once, in the order in which it is first needed.
 */
export function bundle(entry) {
  const modules = new Map();
  const visit = (file) => {
    const id = relative(dirname(entry), file);
    if (modules.has(id)) return id;
    modules.set(id, "");
    const names = [];
    const code = readFileSync(file, "utf8")
      .replace(IMPORT, (_all, list, path) => {
        const needed = visit(join(dirname(file), path));
        return `const {${list.replace(/\s+as\s+/g, ":").trim()}} = need(${JSON.stringify(needed)});`;
      })
      .replace(EXPORT, (_all, kind, name) => {
        names.push(name);
        return `${kind} ${name}`;
      });
    modules.set(id, `${code}\nreturn { ${names.join(", ")} };`);
    return id;
  };
  const start = visit(entry);
  const parts = [...modules].map(([id, code]) => `${JSON.stringify(id)}: (need) => {\n${code}\n}`);
  return [
    "(() => {",
    `const modules = {\n${parts.join(",\n")}\n};`,
    "const made = {};",
    "const need = (id) => (made[id] ??= modules[id](need));",
    `need(${JSON.stringify(start)});`,
    "})();",
  ].join("\n");
}
