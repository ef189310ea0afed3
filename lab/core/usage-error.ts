/** A mistake of the person who started the lab or gave a command: its message is one sentence, and no stack is shown. */
export class UsageError extends Error {}
