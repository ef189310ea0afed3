import ts from "typescript-for-imports";
import { type HouseRule, type HouseViolation, lineOf, nodesOf, type SourceFile } from "./rule.ts";

const RULE = "actions";

/**
 * `"use server"` stands at the head of `server/<feature>/actions.ts` and nowhere else, and such a file exports only
 * `defineAction(…)`: any other export would be a POST endpoint that nobody guards.
 */
export const actions: HouseRule = (file) => {
  // An app that a test builds is laid out like the console.
  const isActions = /^(tests\/fixtures\/[^/]+\/)?server\/[^/]+\/actions\.ts$/.test(file.path);
  return isActions ? checkActions(file) : strayDirectives(file);
};

function checkActions(file: SourceFile): HouseViolation[] {
  const [first, ...rest] = file.tree().statements;
  const found: HouseViolation[] = [];
  if (!first || !isUseServer(first)) {
    found.push({ rule: RULE, path: file.path, why: 'must start with "use server"' });
  }
  for (const statement of rest) {
    if (isExported(statement) && !exportsOnlyActions(statement)) {
      const why = "exports something that is not made by defineAction(…)";
      found.push({ rule: RULE, path: file.path, line: lineOf(file, statement), why });
    }
  }
  return found;
}

function strayDirectives(file: SourceFile): HouseViolation[] {
  if (!file.text.includes("use server") || !/\.tsx?$/.test(file.path)) return [];
  return [...nodesOf(file.tree())].filter(isUseServer).map((node) => ({
    rule: RULE,
    path: file.path,
    line: lineOf(file, node),
    why: '"use server" belongs into server/<feature>/actions.ts',
  }));
}

/** A directive: a string that is a statement of its own. */
const isUseServer = (node: ts.Node): boolean =>
  ts.isExpressionStatement(node) &&
  ts.isStringLiteral(node.expression) &&
  node.expression.text === "use server";

function isExported(statement: ts.Statement): boolean {
  if (ts.isExportDeclaration(statement)) return !statement.isTypeOnly;
  if (ts.isExportAssignment(statement)) return true;
  if (ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement)) return false;
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function exportsOnlyActions(statement: ts.Statement): boolean {
  if (!ts.isVariableStatement(statement)) return false;
  return statement.declarationList.declarations.every(
    ({ initializer }) =>
      initializer !== undefined &&
      ts.isCallExpression(initializer) &&
      ts.isIdentifier(initializer.expression) &&
      initializer.expression.text === "defineAction",
  );
}
