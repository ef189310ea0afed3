import { answerPrompts } from "@/server/prompt-cache/doors/answer-prompts";

export const dynamic = "force-dynamic";

/** One prompt, one answer, with a bearer key: see docs of `answerPrompts`. */
export const POST = answerPrompts;
// Other methods get their sentence, too.
export const GET = answerPrompts;
export const PUT = answerPrompts;
export const PATCH = answerPrompts;
export const DELETE = answerPrompts;
