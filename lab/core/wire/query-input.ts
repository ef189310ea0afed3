import { AwsError } from "../aws-error.ts";

type Tree = { [name: string]: Tree | string };

/** AWS stops at far fewer; this keeps a hostile form from costing much. */
const MAX_PARAMETERS = 10_000;
const MAX_DEPTH = 20;

/**
 * The members of a Query request as an object: `A.member.1.B=x` (and `A.1.B=x`) → `{A: [{B: "x"}]}`,
 * `A.entry.1.key=k&A.entry.1.value=v` → `{A: {k: "v"}}`. Scalars stay strings.
 */
export function parseQueryInput(form: URLSearchParams): Record<string, unknown> {
  const root: Tree = Object.create(null);
  let count = 0;
  for (const [path, value] of form) {
    if (path === "Action" || path === "Version") continue;
    if (++count > MAX_PARAMETERS) throw malformed("The request has too many parameters.");
    const names = path.split(".");
    if (names.length > MAX_DEPTH) throw malformed("A parameter is nested too deeply.");
    let node = root;
    for (const name of names.slice(0, -1)) {
      const child = node[name] ?? Object.create(null);
      if (typeof child === "string") throw malformed(`The parameter ${path} contradicts another.`);
      node[name] = child;
      node = child;
    }
    const last = names.at(-1) as string;
    if (typeof node[last] === "object")
      throw malformed(`The parameter ${path} contradicts another.`);
    node[last] = value;
  }
  return Object.fromEntries(Object.entries(root).map(([name, node]) => [name, collapse(node)]));
}

function collapse(node: Tree | string): unknown {
  if (typeof node === "string") return node;
  const names = Object.keys(node);
  if (names.length === 1 && (names[0] === "member" || names[0] === "entry")) {
    const inner = node[names[0]];
    if (inner === "") return [];
    if (typeof inner === "object") {
      if (names[0] === "member") return collapse(inner);
      const entries = collapse(inner) as { key?: string; name?: string; value?: unknown }[];
      return Object.fromEntries(
        entries.map((entry) => [entry.key ?? entry.name ?? "", entry.value]),
      );
    }
  }
  if (names.length > 0 && names.every((name) => /^\d{1,5}$/.test(name))) {
    const order = names.sort((a, b) => Number(a) - Number(b));
    return order.map((name) => collapse(node[name] as Tree | string));
  }
  return Object.fromEntries(names.map((name) => [name, collapse(node[name] as Tree | string)]));
}

const malformed = (message: string) => new AwsError("MalformedInput", message);
