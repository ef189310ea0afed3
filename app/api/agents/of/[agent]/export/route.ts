import { answerZip } from "../../../answer-zip";

export const dynamic = "force-dynamic";

/** `GET /api/agents/of/<name>/export` → a zip: the agent as a Strands program in TypeScript. */
export const GET = answerZip("program");
