import { AgentSkeleton } from "@/components/agents/agent/agent-skeleton";

export default AgentSkeleton;
