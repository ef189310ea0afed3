import { answerZip } from "../../../answer-zip";

export const dynamic = "force-dynamic";

/** `GET /api/agents/of/<name>/folder` → a zip: the agent's folder, as the `agentcore` CLI reads it. */
export const GET = answerZip("folder");
