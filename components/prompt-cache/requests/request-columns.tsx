import type { Column } from "@/components/data/table";
import { Timestamp } from "@/components/data/timestamp";
import { OutcomeBadge } from "@/components/prompt-cache/parts/outcome-badge";
import { formatLatency } from "@/lib/platform/format";
import { formatUsd } from "@/lib/platform/money";
import { plainText } from "@/lib/platform/plain-text";
import { REASON_TEXT, withoutText } from "@/lib/prompt-cache/reason-text";
import { formatScore } from "@/lib/prompt-cache/score-text";
import type { RequestTrace } from "@/lib/prompt-cache/trace";

const OUTCOME: Column<RequestTrace> = {
  key: "outcome",
  header: "Outcome",
  width: "9rem",
  cell: ({ cache }) => <OutcomeBadge cache={cache} className="align-middle" />,
};
const WHEN: Column<RequestTrace> = {
  key: "at",
  header: "When",
  width: "6.5rem",
  align: "end",
  from: "sm",
  cell: ({ at }) => <Timestamp at={at} focusable={false} className="relative z-1 text-muted" />,
};
const PROMPT: Column<RequestTrace> = {
  key: "prompt",
  header: "Asked",
  cell: ({ prompt, reason }) =>
    prompt === "" ? (
      <span className="text-muted">{withoutText(reason).label}</span>
    ) : (
      <bdi>{plainText(prompt)}</bdi>
    ),
};
const SCORE: Column<RequestTrace> = {
  key: "score",
  header: "Score",
  width: "4.5rem",
  align: "end",
  from: "md",
  cell: ({ score, candidates }) => {
    const shown = score ?? candidates[0]?.score;
    return shown === undefined ? <span className="text-muted">–</span> : formatScore(shown);
  },
};
const REASON: Column<RequestTrace> = {
  key: "reason",
  header: "Why not",
  width: "11rem",
  from: "lg",
  cell: ({ reason, status }) =>
    status >= 400 ? (
      <span className="text-failed">Model answered {status}</span>
    ) : reason ? (
      <span data-tip={REASON_TEXT[reason].sentence}>{REASON_TEXT[reason].label}</span>
    ) : (
      <span className="text-muted">–</span>
    ),
};
const MODEL: Column<RequestTrace> = {
  key: "model",
  header: "Model",
  width: "10rem",
  from: "xl",
  cell: ({ model }) => <span data-tip={model}>{model}</span>,
};
const TIME: Column<RequestTrace> = {
  key: "ms",
  header: "Took",
  width: "5rem",
  align: "end",
  from: "sm",
  cell: ({ totalMs }) => formatLatency(totalMs),
};
const MONEY: Column<RequestTrace> = {
  key: "money",
  header: "Saved, net",
  width: "7.5rem",
  align: "end",
  from: "md",
  cell: ({ money }) => formatUsd(money.saved - money.overhead),
};

/** Columns of the list; beside an open request only what tells rows apart has room. */
export const requestColumns = (narrow: boolean): readonly Column<RequestTrace>[] =>
  narrow
    ? [OUTCOME, PROMPT, TIME, WHEN]
    : [OUTCOME, PROMPT, REASON, MODEL, SCORE, TIME, MONEY, WHEN];
