import ts from "typescript-for-imports";

/** One source file as the house rules see it. */
export interface SourceFile {
  /** Path inside the checkout, with forward slashes. */
  path: string;
  text: string;
  /** Parsed on first use. */
  tree(): ts.SourceFile;
}

export interface HouseViolation {
  rule: string;
  path: string;
  /** 1-based; absent when the file as a whole is meant. */
  line?: number;
  why: string;
}

/** Looks at one file; gives what is wrong with it. */
export type HouseRule = (file: SourceFile) => HouseViolation[];

/** A source file that is parsed when a rule asks for its tree. */
export function aSourceFile(path: string, text: string): SourceFile {
  let parsed: ts.SourceFile | undefined;
  return {
    path,
    text,
    tree: () => {
      const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
      parsed ??= ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
      return parsed;
    },
  };
}

/** The 1-based line of a node. */
export const lineOf = (file: SourceFile, node: ts.Node): number =>
  file.tree().getLineAndCharacterOfPosition(node.getStart(file.tree())).line + 1;

/** Every node of the file, parents first. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesOf(child);
}
