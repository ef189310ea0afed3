import { answerBedrock } from "@/server/prompt-cache/doors/answer-bedrock";

export const dynamic = "force-dynamic";

/** Bedrock's runtime with the prompt cache in front, for unmodified AWS SDKs: see docs of `answerBedrock`. */
export const POST = answerBedrock;
// Other methods get an error in Bedrock's form, too.
export const GET = answerBedrock;
export const PUT = answerBedrock;
export const PATCH = answerBedrock;
export const DELETE = answerBedrock;
