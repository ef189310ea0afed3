/** Ways to give orders to a model within a text that it is only to read. */
const ORDERS = [
  /\b(ignore|disregard|forget|override)\b.{0,40}\b(previous|prior|above|earlier|all|your|the)\b.{0,30}\b(instructions?|rules?|prompts?|guidelines?|policy)\b/i,
  /\byou (must|are to|should|shall|will)( now)? (approve|answer|respond|reply|output|say|rate|score|set)\b/i,
  /\b(new|updated) (system )?(instructions?|prompt)\b/i,
  /\b(system|developer) prompt\b/i,
  /<\/?(system|assistant|instructions?)>/i,
];

/** The first part of a text that gives orders to a model; undefined when nothing does. A simple check by words. */
export function detectAttack(text: string): string | undefined {
  for (const form of ORDERS) {
    const found = form.exec(text)?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}
