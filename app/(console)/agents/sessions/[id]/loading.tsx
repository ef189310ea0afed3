import { SessionSkeleton } from "@/components/agents/session/session-skeleton";

export default SessionSkeleton;
