import type { RolloutNode } from "./rollout";

export interface NodeTrouble {
  sentence: string;
  /** Of the nodes that it is true of, in their order; a claim's where it has none yet. */
  names: string[];
}

/** What blocks nodes and what on them is not as promised, each sentence once. */
export function nodeTroubles(nodes: readonly RolloutNode[]): NodeTrouble[] {
  const found = new Map<string, string[]>();
  for (const { claim, node, blocked, mismatches } of nodes)
    for (const sentence of new Set([...blocked, ...mismatches]))
      found.set(sentence, [...(found.get(sentence) ?? []), node ?? claim]);
  return [...found].map(([sentence, names]) => ({ sentence, names }));
}
