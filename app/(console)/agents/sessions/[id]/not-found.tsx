import { SessionUnread } from "@/components/agents/session/session-unread";

export default function SessionNotFound() {
  return <SessionUnread code="not_found" message="There is no session of that id." />;
}
