import type { AuditEntry } from "./model";

const WORDS: Record<string, string> = {
  "release.decide": "Decide",
  "release.start": "Release change",
  "release.retry": "Retry stage",
  "release.continue": "End a wait",
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
  "prompt.delete-namespace": "Delete a namespace",
  "prompt.invalidate": "Invalidate answers",
  "prompt.evict": "Evict an answer",
  "prompt.label": "Label a pair",
  "prompt.ask": "Ask in the playground",
  "prompt.warm-up": "Warm up",
  "prompt.export": "Export answers",
};

/** What the person did, in words; of a decision which one. Undefined for an action without words yet. */
export function actionWords({
  action,
  input,
}: Pick<AuditEntry, "action" | "input">): string | undefined {
  if (action === "release.decide" && typeof input === "object" && input && "decision" in input) {
    if (input.decision === "Approved") return "Approve";
    if (input.decision === "Rejected") return "Reject";
  }
  if (action === "ami.decide" && typeof input === "object" && input && "decision" in input) {
    if (input.decision === "merge") return "Merge an AMI update";
    if (input.decision === "close") return "Close an AMI update";
  }
  return WORDS[action];
}
