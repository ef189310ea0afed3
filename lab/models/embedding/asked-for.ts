/** What kind of answer a sentence wants, the first that fits. */
const KINDS: readonly [string, RegExp][] = [
  ["difference", /\b(differen(ce|ces|t)|distinguish|compare[ds]?|comparison|versus|vs)\b/],
  ["amount", /\bhow (many|much|long|big|large|far|often|old|fast)\b/],
  ["reason", /\b(why|reasons?|what causes?|how come)\b/],
  [
    "steps",
    /\b(how (to|do|does|did|can|could|should|shall|must|is|are)|steps?|guide|walk (me|us) through|ways? to)\b/,
  ],
  ["time", /\bwhen\b|\bwhat (time|date|year)\b/],
  ["place", /\bwhere\b/],
  ["person", /\bwho\b/],
  ["list", /\b(list|name (the|some|all)|examples?|which)\b/],
  [
    "meaning",
    /\b(what|define[ds]?|definition|explain|explanation|describe|description|meaning|means?|tell|overview|introduc\w+|summar\w+|concept|idea)\b/,
  ],
];

/** The kind of answer wanted: `meaning` for "what is", "define" and "explain" alike, `steps` for "how do I"… */
export function askedFor(text: string): string {
  const plain = text.slice(0, 2000).toLowerCase();
  return KINDS.find(([, form]) => form.test(plain))?.[0] ?? "other";
}
