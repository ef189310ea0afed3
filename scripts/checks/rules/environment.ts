import ts from "typescript-for-imports";
import { type HouseRule, lineOf, nodesOf } from "./rule.ts";

const CONSOLE = /^(app|components|lib|server)\/|^(proxy|instrumentation)\.ts$/;
const PARSER = "server/platform/env.ts";

/**
 * `process.env` is read in one place of the console, where it is checked. `NEXT_RUNTIME` in instrumentation.ts is
 * excepted: Next replaces it at build time, and only where it is written out.
 */
export const environment: HouseRule = (file) => {
  if (!CONSOLE.test(file.path) || file.path === PARSER || !file.text.includes("env")) return [];
  return [...nodesOf(file.tree())]
    .filter(readsEnvironment)
    .filter(
      (node) =>
        !(
          file.path === "instrumentation.ts" && node.parent.getText() === "process.env.NEXT_RUNTIME"
        ),
    )
    .map((node) => ({
      rule: "environment",
      path: file.path,
      line: lineOf(file, node),
      why: `process.env is read in ${PARSER} only`,
    }));
};

function readsEnvironment(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) {
    return node.name.text === "env" && /^(globalThis\.)?process$/.test(node.expression.getText());
  }
  if (ts.isElementAccessExpression(node)) {
    return (
      node.expression.getText() === "process" &&
      /^["'`]env["'`]$/.test(node.argumentExpression.getText())
    );
  }
  const fromProcess = (at: ts.ImportDeclaration) =>
    /^["'](node:)?process["']$/.test(at.moduleSpecifier.getText());
  return (
    ts.isImportDeclaration(node) &&
    fromProcess(node) &&
    /\benv\b/.test(node.importClause?.getText() ?? "")
  );
}
