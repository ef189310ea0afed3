import type { Guard } from "./guard";
import { holdsOne } from "./rewrite";
import { onceFor, sameSet, type Words } from "./words";

/** Each with what every match of it holds one of. */
export const SHAPES: readonly (readonly [shape: RegExp, holds: readonly string[]])[] = [
  [/```[\s\S]*?```/g, ["```"]],
  [/`[^`]+`/g, ["`"]],
  [/https?:\/\/\S+/g, ["://"]],
  [/(?<![\w-])--?[a-z][\w-]*/gi, ["-"]],
  // A path: rooted, of three parts or with an ending. `blue/green` is none.
  [
    /(?<![\w./-])(?:\.{0,2}\/(?:[\w.-]+\/)*[\w.-]*\w|[\w.-]+\/(?:[\w.-]+\/)+[\w.-]*\w|[\w-]+\/[\w-]*\.\w+)/g,
    ["/"],
  ],
  [/\b[a-z]\w*_\w+\b/gi, ["_"]],
  [/\b[a-z][a-z0-9]*[A-Z]\w*\b/g, [""]],
  [/\b\w+\(\)/g, ["()"]],
  [/\b[A-Z]\w+(?:Exception|Error)\b/g, ["Exception", "Error"]],
  [
    /\b\w+\.(?:js|ts|tsx|py|go|rs|java|rb|sh|json|ya?ml|toml|md|txt|csv|sql|html|css|exe|conf|ini|log|tf)\b/gi,
    ["."],
  ],
  [/(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.]+\b/g, ["@"]],
  [/\bv?\d+\.\d+(?:\.\d+)*\b/g, ["."]],
  [/[#@][\w-]+/g, ["#", "@"]],
  [/[{}<>=;|&$\\^]+/g, [""]],
];

/** What is written exactly and means exactly that: code, paths, flags, identifiers, versions, addresses. */
export const identifiersOf = onceFor(({ text }: Words): Set<string> => {
  const found = new Set<string>();
  for (const [shape, holds] of SHAPES)
    if (holdsOne(text, holds))
      for (const [match] of text.matchAll(shape)) found.add(match.replace(/[.,?!:]+$/, ""));
  return found;
});

export const code: Guard = {
  name: "code",
  differs: (asked: Words, stored: Words) => {
    const one = identifiersOf(asked);
    const other = identifiersOf(stored);
    if (sameSet(one, other)) return undefined;
    const [first] = [...one, ...other].filter((each) => one.has(each) !== other.has(each));
    return `“${(first ?? "").slice(0, 60)}” stands in only one of the prompts.`;
  },
};
