import { AgentsSkeleton } from "@/components/agents/list/agents-skeleton";

export default AgentsSkeleton;
