import ts from "typescript-for-imports";
import { type HouseRule, lineOf, nodesOf } from "./rule.ts";

/**
 * What `next/dynamic` loads late says what stands there meanwhile, or is of the browser only. With neither, React
 * shows the whole page's skeleton until it is there: what was on screen is gone, and focus with it.
 */
export const lateParts: HouseRule = (file) => {
  if (!file.text.includes('from "next/dynamic"')) return [];
  return [...nodesOf(file.tree())]
    .filter(ts.isCallExpression)
    .filter(
      ({ expression, arguments: [, options] }) =>
        expression.getText() === "dynamic" && !/\b(loading|ssr)\b/.test(options?.getText() ?? ""),
    )
    .map((call) => ({
      rule: "late-parts",
      path: file.path,
      line: lineOf(file, call),
      why: "dynamic() needs `loading`, or `ssr: false`: else the whole page is a skeleton meanwhile",
    }));
};
