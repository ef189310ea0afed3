import "server-only";
import type { InboxView } from "@/lib/inbox/model";
import { registerTopic } from "@/server/live/registry";
import { approvalsMayBeUnread } from "@/server/releases/read-waiting-approvals";
import { readInbox } from "./read-inbox";
// Each workflow's kind registers itself; add its line here.
import "./agent-calls";
import "./ami-proposals";
import "./release-approvals";

/** While pipelines are still being read for the first time, the inbox looks again soon. */
registerTopic<InboxView>({
  prefix: "inbox",
  parts: 0,
  permission: "release.read",
  intervalMs: (view) => (view.missing.length > 0 || approvalsMayBeUnread() ? 2_000 : 15_000),
  read: (_parts, previous) => readInbox(previous),
});
