import type { KubeObject } from "../objects/kube-object.ts";
import { KubeRefusal } from "./status.ts";

export type Matches = (object: KubeObject) => boolean;

/** `app=web,tier!=cache,env in (a,b),env notin (c),has,!hasnot` */
export function labelSelector(text: string | null): Matches {
  const tests = split(text).map((part): Matches => {
    const set = part.match(/^([\w./-]+)\s+(in|notin)\s+\(([^)]*)\)$/);
    if (set) {
      const [, key = "", operator, list = ""] = set;
      const values = list.split(",").map((value) => value.trim());
      const inside: Matches = ({ metadata }) => values.includes(metadata.labels?.[key] ?? "\0");
      return operator === "in" ? inside : (object) => !inside(object);
    }
    const equal = part.match(/^([\w./-]+)\s*(==|=|!=)\s*([\w.-]*)$/);
    if (equal) {
      const [, key = "", operator, value = ""] = equal;
      const same: Matches = ({ metadata }) => metadata.labels?.[key] === value;
      return operator === "!=" ? (object) => !same(object) : same;
    }
    const has = part.match(/^(!?)\s*([\w./-]+)$/);
    if (!has) throw invalid("label", text ?? "");
    const [, not, key = ""] = has;
    return ({ metadata }) => (metadata.labels?.[key] !== undefined) === (not === "");
  });
  return (object) => tests.every((test) => test(object));
}

/** `metadata.name=a,involvedObject.kind!=Pod`: any path of plain fields. */
export function fieldSelector(text: string | null): Matches {
  const tests = split(text).map((part): Matches => {
    const match = part.match(/^([\w.]+)\s*(==|=|!=)\s*(.*)$/);
    if (!match) throw invalid("field", text ?? "");
    const [, path = "", operator, value = ""] = match;
    return (object) => (fieldOf(object, path) === value) !== (operator === "!=");
  });
  return (object) => tests.every((test) => test(object));
}

function fieldOf(object: KubeObject, path: string): string {
  let at: unknown = object;
  for (const part of path.split(".")) {
    at = typeof at === "object" && at !== null ? (at as Record<string, unknown>)[part] : undefined;
  }
  return at === undefined || at === null ? "" : String(at);
}

/** At commas outside of parentheses. */
const split = (text: string | null): string[] =>
  (text ?? "")
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter(Boolean);

const invalid = (kind: string, text: string): KubeRefusal =>
  new KubeRefusal(
    400,
    "BadRequest",
    `unable to parse requirement: invalid ${kind} selector "${text}"`,
  );
