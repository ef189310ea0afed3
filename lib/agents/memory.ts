/** Something an agent keeps about a person's work over sessions: theirs and the agent's alone. */
export interface Memory {
  id: string;
  agent: string;
  personId: string;
  text: string;
  sessionId?: string;
  createdAt: string;
}
