import type { AuditEntry } from "./model";

const WORDS: Record<string, string> = {
  "release.decide": "Decide",
  "release.start": "Release change",
  "release.retry": "Retry stage",
  "release.continue": "End a wait",
  "release.stop": "Stop an execution",
  "release.roll-back": "Roll a stage back",
  "ami.decide": "Decide an AMI update",
  "ami.lift-skip": "Lift a skip",
  "ami.override": "Override a rejection",
  "ami.detect": "Look for AMI updates",
  "ami.dry-run": "Make a dry run",
  "ami.analyse": "Analyse again",
  "ami.revert": "Propose a revert",
  "prompt.issue-key": "Issue a key",
  "prompt.revoke-key": "Revoke a key",
  "prompt.save-namespace": "Save a namespace",
  "prompt.set-threshold": "Set a threshold",
  "prompt.delete-namespace": "Delete a namespace",
  "prompt.invalidate": "Invalidate answers",
  "prompt.evict": "Evict an answer",
  "prompt.label": "Label a pair",
  "prompt.ask": "Ask in the playground",
  "prompt.warm-up": "Warm up",
  "prompt.export": "Export answers",
  "agent.invoke": "Invoke an agent",
  "agent.send": "Write to an agent",
  "agent.resume": "Let an agent go on",
  "agent.stop": "Stop an agent's run",
  "agent.switch-model": "Switch an agent's model",
  "agent.switch-mode": "Switch an agent's mode",
  "agent.rename": "Rename a session",
  "agent.share": "Share a session",
  "agent.fork": "Fork a session",
  "agent.command": "Run a command in a sandbox",
  "agent.call": "Call a tool through an agent",
  "agent.decide": "Decide an agent's call",
  "agent.answer": "Answer an agent's call",
  "agent.save": "Save an agent",
  "agent.retire": "Retire an agent",
  "agent.bring-back": "Bring an agent back",
  "agent.forget": "Forget a memory",
  "agent.switch-off": "Switch agents off",
  "agent.switch-on": "Switch agents on",
};

/** Actions whose input says what was decided. */
const DECISIONS: Record<string, Record<string, string>> = {
  "release.decide": { Approved: "Approve", Rejected: "Reject" },
  "ami.decide": { merge: "Merge an AMI update", close: "Close an AMI update" },
  "agent.decide": { approve: "Approve an agent's call", deny: "Deny an agent's call" },
};

/** What the person did, in words; of a decision which one. Undefined for an action without words yet. */
export function actionWords({
  action,
  input,
}: Pick<AuditEntry, "action" | "input">): string | undefined {
  const decision =
    typeof input === "object" && input && "decision" in input ? String(input.decision) : "";
  const decided = DECISIONS[action];
  if (decided && Object.hasOwn(decided, decision)) return decided[decision];
  return WORDS[action];
}
