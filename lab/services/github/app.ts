import type { Permissions } from "./model.ts";

/** The one GitHub App of the lab, its one installation and what it was granted. */
export const APP = {
  id: 1,
  slug: "switchyard",
  name: "Switchyard",
  /** Who its commits, pull requests and comments are by. */
  login: "switchyard[bot]",
  installation: 1,
  account: "platform",
  since: new Date("2026-01-05T09:00:00Z"),
} as const;

export const GRANTED: Permissions = {
  metadata: "read",
  contents: "write",
  pull_requests: "write",
  issues: "write",
  checks: "read",
  statuses: "read",
};

export const EVENTS = ["pull_request", "push"];
