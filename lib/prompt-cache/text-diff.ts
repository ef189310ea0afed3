/** A piece of two texts laid over each other. */
export interface DiffPart {
  kind: "kept" | "removed" | "added";
  text: string;
}

/** More words than this are not compared: the table grows with their square. */
const MOST_WORDS = 1_500;

/** Words with the white space after them. */
const wordsOf = (text: string): string[] => text.match(/\s*\S+\s*|\s+/gu) ?? [];
const bare = (word: string): string => word.trim();

/**
 * What was taken out of a text, word by word, in the order of reading; what differs in white space
 * only counts as kept. Undefined for texts that are too long to compare.
 */
export function diffWords(before: string, after: string): DiffPart[] | undefined {
  const [old, now] = [wordsOf(before), wordsOf(after)];
  if (old.length > MOST_WORDS || now.length > MOST_WORDS) return undefined;
  const common = commonLengths(old, now);
  const width = now.length + 1;
  const parts: DiffPart[] = [];
  const add = (kind: DiffPart["kind"], text: string) => {
    const last = parts.at(-1);
    if (last?.kind === kind) last.text += text;
    else parts.push({ kind, text });
  };
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const [from, to] = [old[i], now[j]];
    if (from !== undefined && to !== undefined && bare(from) === bare(to)) {
      add("kept", from);
      i += 1;
      j += 1;
    } else if (
      from !== undefined &&
      (to === undefined || (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      add("removed", from);
      i += 1;
    } else {
      add("added", to ?? "");
      j += 1;
    }
  }
  return parts;
}

/** At `i * (now + 1) + j`: how many words the rests from i and j have in common, in order. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint16Array {
  const width = now.length + 1;
  const table = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      table[i * width + j] =
        bare(old[i] ?? "") === bare(now[j] ?? "")
          ? (table[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0);
  return table;
}
