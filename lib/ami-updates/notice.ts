export const NOTICE_KINDS = [
  /** A pull request waits for a person. */
  "proposed",
  /** The rules refused it: no pull request. */
  "rejected",
  "merged",
  "verified",
  "stuck",
  "regressed",
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What people are told: score, summary, link. Plain text; each channel escapes for itself. */
export interface AmiNotice {
  updateId: string;
  kind: NoticeKind;
  title: string;
  summary: string;
  /** 1 to 10. */
  risk?: number;
  verdict?: string;
  /** Where to look: the pull request, or the console. */
  url?: string;
}
