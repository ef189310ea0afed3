/** Reads JUnit XML into CodeBuild's test cases. */
import { XMLParser } from "fast-xml-parser";

export interface TestCase {
  prefix: string;
  name: string;
  status: "SUCCEEDED" | "FAILED" | "ERROR" | "SKIPPED";
  durationInNanoSeconds: number;
  message?: string;
  testSuiteName?: string;
}

type Node = Record<string, unknown>;

const MOST_CASES = 10_000;

const asNodes = (value: unknown): Node[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).map((one) =>
    typeof one === "object" && one !== null ? (one as Node) : { "#text": one },
  );
const text = (value: unknown) => (value === undefined ? undefined : String(value));

/** Suites may lie in suites. Throws when it is no XML. */
export function readJUnit(xml: string): TestCase[] {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    parseAttributeValue: false,
    processEntities: { enabled: true, maxTotalExpansions: 10_000 },
  });
  const root = parser.parse(xml, true) as Node;
  const cases: TestCase[] = [];
  const visit = (node: Node, suite: string | undefined) => {
    for (const one of asNodes(node.testcase)) {
      if (cases.length < MOST_CASES) cases.push(toCase(one, suite));
    }
    for (const one of asNodes(node.testsuite)) visit(one, text(one["@name"]) ?? suite);
  };
  for (const suites of asNodes(root.testsuites)) visit(suites, undefined);
  for (const suite of asNodes(root.testsuite)) visit(suite, text(suite["@name"]));
  return cases;
}

function toCase(node: Node, suite: string | undefined): TestCase {
  const of = (name: string) => (name in node ? (asNodes(node[name])[0] ?? {}) : undefined);
  const failure = of("failure");
  const error = of("error");
  const skipped = "skipped" in node;
  const why = failure ?? error;
  const message = text(why?.["@message"]) ?? text(why?.["#text"]);
  return {
    prefix: text(node["@classname"]) ?? "",
    name: text(node["@name"]) ?? "",
    status: failure ? "FAILED" : error ? "ERROR" : skipped ? "SKIPPED" : "SUCCEEDED",
    durationInNanoSeconds: Math.round((Number(node["@time"]) || 0) * 1e9),
    ...(message ? { message: message.slice(0, 5000) } : {}),
    ...(suite ? { testSuiteName: suite } : {}),
  };
}
