/** An action that a person did through an agent: what the ledger keeps of it beside the action's own input. */
export interface Through {
  agent: string;
  sessionId: string;
  /** The call in the session's journal. */
  toolUseId: string;
  approvalId?: string;
  /** Who approved the call, where somebody had to. */
  approvedBy?: { name: string; email: string };
  /** They changed the arguments first. */
  edited?: boolean;
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

const members = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;

/** Out of an entry's `input`; undefined for what a person did themselves. */
export function throughOf(input: unknown): Through | undefined {
  const through = members(members(input)?.through);
  const [agent, sessionId, toolUseId] = [
    text(through?.agent),
    text(through?.sessionId),
    text(through?.toolUseId),
  ];
  if (!agent || !sessionId || !toolUseId) return undefined;
  const by = members(through?.approvedBy);
  const approvalId = text(through?.approvalId);
  const [name, email] = [text(by?.name), text(by?.email)];
  return {
    agent,
    sessionId,
    toolUseId,
    ...(approvalId && { approvalId }),
    ...(name && email && { approvedBy: { name, email } }),
    ...(through?.edited === true && { edited: true }),
  };
}

/** `through release_analyst, approved by Ada` */
export const throughText = ({ agent, approvedBy }: Through): string =>
  `through ${agent}${approvedBy ? `, approved by ${approvedBy.name}` : ""}`;
