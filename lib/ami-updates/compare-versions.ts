/** A version as rpm sees it: `1:2.1.4-1.amzn2023.0.1` is epoch 1, version 2.1.4, release 1.amzn2023.0.1. */
export interface Evr {
  epoch: number;
  version: string;
  release?: string;
}

/** Takes a version apart; the release is what follows the last dash, as in a package's name. */
export function parseEvr(text: string): Evr {
  const colon = /^(\d{1,9}):/.exec(text);
  const rest = colon ? text.slice(colon[0].length) : text;
  const dash = rest.lastIndexOf("-");
  const epoch = colon ? Number(colon[1]) : 0;
  return dash > 0
    ? { epoch, version: rest.slice(0, dash), release: rest.slice(dash + 1) }
    : { epoch, version: rest };
}

/**
 * -1, 0 or 1 as rpm orders them: epoch, then version, then release. As in rpm's dependencies, a
 * release counts only where both have one.
 */
export function compareVersions(left: string, right: string): -1 | 0 | 1 {
  const [a, b] = [parseEvr(left), parseEvr(right)];
  if (a.epoch !== b.epoch) return a.epoch < b.epoch ? -1 : 1;
  const version = compareSegments(a.version, b.version);
  if (version !== 0 || a.release === undefined || b.release === undefined) return version;
  return compareSegments(a.release, b.release);
}

/** `rpmvercmp`: digits by value, letters by code, digits newer than letters, `~` older than the end, `^` newer. */
export function compareSegments(left: string, right: string): -1 | 0 | 1 {
  if (left === right) return 0;
  let [a, b] = [left, right];
  for (;;) {
    a = a.replace(/^[^A-Za-z0-9~^]+/, "");
    b = b.replace(/^[^A-Za-z0-9~^]+/, "");
    if (a.startsWith("~") || b.startsWith("~")) {
      if (!a.startsWith("~")) return 1;
      if (!b.startsWith("~")) return -1;
      [a, b] = [a.slice(1), b.slice(1)];
      continue;
    }
    if (a.startsWith("^") || b.startsWith("^")) {
      if (a === "") return -1;
      if (b === "") return 1;
      if (!a.startsWith("^")) return 1;
      if (!b.startsWith("^")) return -1;
      [a, b] = [a.slice(1), b.slice(1)];
      continue;
    }
    if (a === "" || b === "") break;
    const numeric = /^\d/.test(a);
    const form = numeric ? /^\d+/ : /^[A-Za-z]+/;
    const one = form.exec(a)?.[0] ?? "";
    const other = form.exec(b)?.[0] ?? "";
    if (other === "") return numeric ? 1 : -1;
    const order = numeric ? compareNumbers(one, other) : compareTexts(one, other);
    if (order !== 0) return order;
    [a, b] = [a.slice(one.length), b.slice(other.length)];
  }
  if (a === b) return 0;
  return a === "" ? -1 : 1;
}

/** Of any length: versions such as dates go past what a double holds. */
function compareNumbers(left: string, right: string): -1 | 0 | 1 {
  const [a, b] = [left.replace(/^0+/, ""), right.replace(/^0+/, "")];
  if (a.length !== b.length) return a.length < b.length ? -1 : 1;
  return compareTexts(a, b);
}

const compareTexts = (a: string, b: string): -1 | 0 | 1 => (a === b ? 0 : a < b ? -1 : 1);

export type ChangeLevel = "major" | "minor" | "patch" | "release";

/** The largest part that differs between two versions; undefined when they are the same to rpm. */
export function changeLevel(left: string, right: string): ChangeLevel | undefined {
  if (left === right) return undefined;
  const [a, b] = [parseEvr(left), parseEvr(right)];
  if (a.epoch !== b.epoch) return "major";
  const [one, other] = [a.version.split("."), b.version.split(".")];
  const differs = (at: number) => compareSegments(one[at] ?? "", other[at] ?? "") !== 0;
  if (differs(0)) return "major";
  if (differs(1)) return "minor";
  if (compareSegments(a.version, b.version) !== 0) return "patch";
  return a.release === b.release ? undefined : "release";
}
