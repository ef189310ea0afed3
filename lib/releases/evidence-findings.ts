/** The evidence as findings, worst first: what a person must have seen before they decide. */
import { plural } from "@/lib/platform/format";
import type { Tone } from "@/lib/platform/status";
import { formatDuration } from "@/lib/platform/time";
import { failureText } from "./action-text";
import { isUnread } from "./evidence-parts";
import type { ApprovalView, Evidence } from "./model";
import { pairRevisions } from "./pair-revisions";
import { BUILD_LOOK, lookOf } from "./status";

export interface Finding {
  /** Stable key for lists. */
  key: string;
  tone: Tone;
  /** One sentence. */
  text: string;
  /** ISO 8601: when it happened, where that matters. */
  at?: string;
  /** Console path parts are made by the view from these ids. */
  link?: { kind: "build" | "execution"; id: string };
}

function buildFindings(build: Evidence["build"]): Finding[] {
  if (!build)
    return [{ key: "build", tone: "unknown", text: "No build is known for this execution." }];
  const look = lookOf(BUILD_LOOK, build.status);
  const link = { kind: "build" as const, id: build.buildId };
  const took =
    build.status === "SUCCEEDED" && build.durationMs !== undefined
      ? ` in ${formatDuration(build.durationMs)}`
      : "";
  const findings: Finding[] = [
    { key: "build", tone: look.tone, text: `Build: ${look.label.toLowerCase()}${took}.`, link },
  ];
  const { tests } = build;
  if (!tests) findings.push({ key: "tests", tone: "unknown", text: "Tests: none reported." });
  else if (tests.failed > 0) {
    findings.push({
      key: "tests",
      tone: "failed",
      text: `${plural(tests.failed, "test")} of ${tests.total} failed.`,
    });
  } else if (tests.total === 0) {
    findings.push({ key: "tests", tone: "unknown", text: "Tests: the report is empty." });
  } else {
    const skipped = tests.skipped > 0 ? `, ${tests.skipped} skipped` : "";
    findings.push({
      key: "tests",
      tone: "succeeded",
      text: `${tests.passed} of ${plural(tests.total, "test")} passed${skipped}.`,
    });
  }
  return findings;
}

/** Alarms that are named one by one while they are quiet. */
const NAMED = 3;

function alarmFindings(alarms: Evidence["alarms"]): Finding[] {
  if (alarms.length === 0) {
    return [{ key: "alarms", tone: "unknown", text: "No alarm watches this release." }];
  }
  const ringing = alarms.filter((alarm) => alarm.state === "ALARM");
  const blind = alarms.filter((alarm) => alarm.state === "INSUFFICIENT_DATA");
  const findings: Finding[] = ringing.map((alarm) => ({
    key: `alarm:${alarm.name}`,
    tone: "failed",
    text: `Alarm ${alarm.name} is on${alarm.reason ? `: ${alarm.reason}` : "."}`,
  }));
  for (const alarm of blind) {
    findings.push({
      key: `alarm:${alarm.name}`,
      tone: "unknown",
      text: `Alarm ${alarm.name} has too little data to say.`,
    });
  }
  const quiet = alarms.filter((alarm) => alarm.state === "OK").map((alarm) => alarm.name);
  const [only] = quiet;
  if (only !== undefined) {
    const text =
      quiet.length === 1
        ? `Alarm ${only} is quiet.`
        : `${plural(quiet.length, "alarm")} are quiet: ${quiet.slice(0, NAMED).join(", ")}${quiet.length > NAMED ? ", …" : ""}.`;
    findings.push({ key: "alarms", tone: "succeeded", text });
  }
  return findings;
}

const ORDER: Partial<Record<Tone, number>> = {
  failed: 0,
  waiting: 1,
  unknown: 2,
  running: 3,
  succeeded: 4,
};

const SHORT = 240;

/** AWS may explain a failure in a paragraph; then its first sentence stands beside a link to the rest. */
function inShort(text: string): string {
  const plain = failureText(text);
  if (plain.length <= SHORT) return plain;
  return /^.*?[.!?](?=\s|$)/s.exec(plain)?.[0] ?? plain;
}

/** Everything the evidence says, and every part that could not be read, worst first. */
export function evidenceFindings(
  approval: Pick<ApprovalView, "evidence" | "executionId">,
): Finding[] {
  const { evidence } = approval;
  const findings: Finding[] = evidence.missing.map((text, index) => ({
    key: `missing:${index}`,
    tone: "waiting",
    text,
  }));
  for (const pair of pairRevisions(evidence)) {
    if (pair.kind === "UNCHANGED") {
      findings.push({
        key: `same:${pair.source}`,
        tone: "unknown",
        text: "Production already runs this revision; nothing would change.",
      });
    }
  }
  if (evidence.lastFailure) {
    const what = inShort(evidence.lastFailure.what);
    const own = evidence.lastFailure.executionId === approval.executionId;
    findings.push({
      key: "failure",
      tone: own ? "failed" : "waiting",
      text: own ? `This execution failed before: ${what}` : `Last failure here: ${what}`,
      ...(evidence.lastFailure.at ? { at: evidence.lastFailure.at } : {}),
      link: { kind: "execution", id: evidence.lastFailure.executionId },
    });
  }
  // A part that could not be read is among the missing already; "there is none" would be a lie.
  if (!isUnread(evidence, "build")) findings.push(...buildFindings(evidence.build));
  if (!isUnread(evidence, "alarms")) findings.push(...alarmFindings(evidence.alarms));
  return findings
    .map((finding, index) => ({ finding, index }))
    .sort(
      (a, b) => (ORDER[a.finding.tone] ?? 2) - (ORDER[b.finding.tone] ?? 2) || a.index - b.index,
    )
    .map(({ finding }) => finding);
}
