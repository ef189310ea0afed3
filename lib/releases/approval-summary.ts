/** What AWS is told with a decision: it keeps 512 characters and shows them to everybody. */

const MAX = 512;

/** `Approved by ada@example.org: tests are green`; the comment is cut when it must be, the name never. */
export function approvalSummary(
  decision: "Approved" | "Rejected",
  email: string,
  comment: string,
): string {
  const head = `${decision} by ${email} in Switchyard`;
  const text = comment.trim() ? `${head}: ${comment.trim()}` : head;
  return text.length > MAX ? `${text.slice(0, MAX - 1)}…` : text;
}

/** Who decided, from a summary that the console wrote; undefined when it was decided elsewhere. */
export function decidedBy(summary: string | undefined): string | undefined {
  return summary?.match(/^(?:Approved|Rejected) by (\S+) in Switchyard(?::|$)/)?.[1];
}
