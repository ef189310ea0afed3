import ts from "typescript-for-imports";
import { type HouseRule, type HouseViolation, lineOf, nodesOf, type SourceFile } from "./rule.ts";

const TEST_FILE = /^tests\/.*\.(test|spec|e2e)\.tsx?$/;

/** A test that expects nothing cannot fail; `.only` would quietly leave out the rest. */
export const tests: HouseRule = (file) => {
  if (!TEST_FILE.test(file.path)) return [];
  const calls = [...nodesOf(file.tree())].filter(ts.isCallExpression);
  return [
    ...calls.flatMap((call) => checkTest(file, call)),
    ...calls.flatMap((call) => checkSleep(file, call)),
  ];
};

function checkTest(file: SourceFile, call: ts.CallExpression): HouseViolation[] {
  const callee = call.expression.getText();
  const at = { path: file.path, line: lineOf(file, call) };
  if (/^(test|it|describe|test\.describe)\.only$/.test(callee)) {
    return [{ rule: "tests", ...at, why: ".only leaves out all the other tests" }];
  }
  if (!/^(test|it)(\.each\b.*|\.concurrent|\.sequential)?$/s.test(callee)) return [];
  const body = call.arguments.find(
    (argument) => ts.isArrowFunction(argument) || ts.isFunctionExpression(argument),
  );
  // What is called expect… (expectRefused) expects too, and waiting for something fails at its deadline.
  if (!body || /\b(expect|assert|waitFor\(|waitUntil\()/.test(body.getText())) return [];
  return [{ rule: "tests", ...at, why: "this test expects nothing, so it cannot fail" }];
}

function checkSleep(file: SourceFile, call: ts.CallExpression): HouseViolation[] {
  const callee = call.expression.getText();
  const named = /(^|\.)(waitForTimeout|sleep|delay)$/.test(callee);
  const inPromise = callee === "setTimeout" && isPromiseOfTime(call);
  if (!named && !inPromise) return [];
  const why = "waits for a fixed time; wait for the thing itself, with a deadline";
  return [{ rule: "fixed-sleep", path: file.path, line: lineOf(file, call), why }];
}

/** `new Promise((resolve) => setTimeout(resolve, 500))` */
function isPromiseOfTime(call: ts.CallExpression): boolean {
  let node: ts.Node = call.parent;
  while (ts.isExpressionStatement(node) || ts.isBlock(node)) node = node.parent;
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return false;
  const resolve = node.parameters[0]?.name.getText();
  return ts.isNewExpression(node.parent) && call.arguments[0]?.getText() === resolve;
}
