/** One line of a comparison; its number in the text before and after, from 1. */
export interface DiffLine {
  kind: "same" | "removed" | "added";
  text: string;
  before?: number;
  after?: number;
}

/** Changed lines with what stands around them. */
export interface DiffHunk {
  lines: DiffLine[];
}

/** Beyond so many edits texts are strangers: one is then shown as taken out, the other as put in. */
const MOST_EDITS = 1_500;

/** Compares two texts line by line, by the fewest edits (Myers, O(ND)). The same texts give no hunk. */
export function diffLines(before: string, after: string, context = 3): DiffHunk[] {
  if (before === after) return [];
  const a = linesOf(before);
  const b = linesOf(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  )
    tail += 1;
  const middle = edits(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  const kinds: DiffLine["kind"][] = [
    ...Array<"same">(head).fill("same"),
    ...middle,
    ...Array<"same">(tail).fill("same"),
  ];
  return hunksOf(numbered(kinds, a, b), context);
}

const linesOf = (text: string): string[] => {
  if (text === "") return [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
};

/** What becomes of the lines, in order: removals before additions where both stand at one place. */
function edits(a: string[], b: string[]): DiffLine["kind"][] {
  const replaced = (): DiffLine["kind"][] => [
    ...Array<"removed">(a.length).fill("removed"),
    ...Array<"added">(b.length).fill("added"),
  ];
  if (a.length === 0 || b.length === 0) return replaced();
  const most = Math.min(a.length + b.length, MOST_EDITS);
  const furthest = new Map<number, number>([[1, 0]]);
  const trail: Map<number, number>[] = [];
  for (let depth = 0; depth <= most; depth++) {
    trail.push(new Map(furthest));
    for (let k = -depth; k <= depth; k += 2) {
      const down =
        k === -depth || (k !== depth && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1));
      let x = down ? (furthest.get(k + 1) ?? 0) : (furthest.get(k - 1) ?? 0) + 1;
      let y = x - k;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x += 1;
        y += 1;
      }
      furthest.set(k, x);
      if (x >= a.length && y >= b.length) return back(trail, a.length, b.length);
    }
  }
  return replaced();
}

function back(trail: Map<number, number>[], endX: number, endY: number): DiffLine["kind"][] {
  const kinds: DiffLine["kind"][] = [];
  let x = endX;
  let y = endY;
  for (let depth = trail.length - 1; depth > 0; depth--) {
    const furthest = trail[depth] as Map<number, number>;
    const k = x - y;
    const down =
      k === -depth || (k !== depth && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1));
    const fromK = down ? k + 1 : k - 1;
    const fromX = furthest.get(fromK) ?? 0;
    const fromY = fromX - fromK;
    while (x > fromX && y > fromY) {
      kinds.push("same");
      x -= 1;
      y -= 1;
    }
    kinds.push(down ? "added" : "removed");
    x = fromX;
    y = fromY;
  }
  while (x > 0 && y > 0) {
    kinds.push("same");
    x -= 1;
    y -= 1;
  }
  return kinds.reverse();
}

function numbered(kinds: DiffLine["kind"][], a: string[], b: string[]): DiffLine[] {
  let before = 0;
  let after = 0;
  return kinds.map((kind) => {
    if (kind === "removed") {
      before += 1;
      return { kind, text: a[before - 1] ?? "", before };
    }
    after += 1;
    if (kind === "added") return { kind, text: b[after - 1] ?? "", after };
    before += 1;
    return { kind, text: a[before - 1] ?? "", before, after };
  });
}

function hunksOf(lines: DiffLine[], context: number): DiffHunk[] {
  const hunks: DiffHunk[] = [];
  let until = 0;
  lines.forEach(({ kind }, at) => {
    if (kind === "same") return;
    const from = Math.max(until, at - context);
    const to = Math.min(lines.length, at + context + 1);
    const last = hunks.at(-1);
    if (last && from === until) last.lines.push(...lines.slice(until, to));
    else hunks.push({ lines: lines.slice(from, to) });
    until = Math.max(until, to);
  });
  return hunks;
}
