/** One thing that waits on a person. A workflow adds its own `kind`; the list needs no more than this. */
export interface InboxItemBase {
  /** Stable over reads: `<kind>:<what identifies it>`. */
  id: string;
  /** One line: what is asked. */
  title: string;
  /** Where: pipeline and stage, repository, agent. */
  place: string;
  /** Console path of the full view. */
  href: string;
  waitingSince?: string;
  /** After this it decides itself (a timeout is a refusal). Oldest deadline first. */
  deadline?: string;
  /** The permission that deciding needs. */
  permission: string;
  /** Its source cannot be read now: it waited when it was read last. */
  unconfirmed?: boolean;
}

/** `detail` is what the kind's own card draws; for `release-approval` it is `ApprovalView`. */
export interface InboxItem<K extends string = string, D = unknown> extends InboxItemBase {
  kind: K;
  detail: D;
}

export interface InboxView {
  items: InboxItem[];
  /** Sources that could not be read now, each one sentence; their items may be missing. */
  missing: string[];
}
