import type { Column } from "@/components/data/table";
import { Timestamp } from "@/components/data/timestamp";
import { formatCount } from "@/lib/platform/format";
import { formatUsd } from "@/lib/platform/money";
import { plainText } from "@/lib/platform/plain-text";
import type { EntryRow } from "@/lib/prompt-cache/entry";
import { formatScore } from "@/lib/prompt-cache/score-text";

const SCORE: Column<EntryRow> = {
  key: "score",
  header: "Score",
  width: "4.5rem",
  align: "end",
  cell: ({ score }) => (score === undefined ? "–" : formatScore(score)),
};
const PROMPT: Column<EntryRow> = {
  key: "prompt",
  header: "Asked",
  cell: ({ prompt }) =>
    prompt === "" ? (
      <span className="text-muted">Encrypted with another key</span>
    ) : (
      <bdi>{plainText(prompt)}</bdi>
    ),
};
const HITS: Column<EntryRow> = {
  key: "hits",
  header: "Hits",
  width: "4.5rem",
  align: "end",
  cell: ({ hits }) => formatCount(hits),
};
const SAVED: Column<EntryRow> = {
  key: "saved",
  header: "Saved",
  width: "7.5rem",
  align: "end",
  from: "sm",
  cell: ({ saved }) => formatUsd(saved),
};
const WHERE: readonly Column<EntryRow>[] = [
  {
    key: "model",
    header: "Model",
    width: "11rem",
    from: "md",
    cell: ({ model }) => <span data-tip={model}>{model}</span>,
  },
];
const NAMESPACE: Column<EntryRow> = {
  key: "namespace",
  header: "Namespace",
  width: "8rem",
  from: "lg",
  cell: ({ namespace }) => namespace,
};
const TIMES: readonly Column<EntryRow>[] = [
  {
    key: "stored",
    header: "Stored",
    width: "6.5rem",
    align: "end",
    from: "md",
    cell: ({ createdAt }) => (
      <Timestamp at={createdAt} focusable={false} className="relative z-1 text-muted" />
    ),
  },
  {
    key: "expires",
    header: "Expires",
    width: "6.5rem",
    align: "end",
    from: "lg",
    cell: ({ expiresAt }) => (
      <Timestamp at={expiresAt} focusable={false} className="relative z-1 text-muted" />
    ),
  },
];

/** Columns of the list; beside an open entry only what tells rows apart has room. */
export function entryColumns({
  narrow,
  scored,
  namespaced,
}: {
  narrow: boolean;
  scored: boolean;
  namespaced: boolean;
}): readonly Column<EntryRow>[] {
  return [
    PROMPT,
    ...(scored ? [SCORE] : []),
    ...(narrow ? [] : [...(namespaced ? [NAMESPACE] : []), ...WHERE]),
    HITS,
    SAVED,
    ...(narrow ? [] : TIMES),
  ];
}
