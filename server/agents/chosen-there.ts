import "server-only";
import type { ModelChoice } from "@/lib/agents/session";

/** The agent's own configuration on AgentCore says which model it is. */
export const CHOSEN_THERE: ModelChoice = { provider: "bedrock", modelId: "as configured" };
