import "server-only";
import type { Approval } from "@/lib/agents/approval";
import { canDecideCall } from "@/lib/agents/eligibility";
import type { Json } from "@/lib/agents/events";
import type { Session } from "@/lib/agents/session";
import { canonicalJson } from "@/lib/platform/canonical-json";
import type { Person } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import type { AgentEngine } from "../assemble";
import { inputProblem } from "../harness/tools/check-input";
import { allow } from "../session-access";
import { hashArguments } from "./hash-arguments";
import { judgeTool } from "./judge-tool";
import { previewCall } from "./preview-call";
import { withToolOfCall } from "./tool-of-call";

export type EditedCall = Pick<Approval, "input" | "argumentsHash" | "preview">;

/**
 * What a person made of the arguments, checked like the model's own: schema, policy, the effect anew.
 * What became worse by the edit needs whom the worse class needs. Undefined when nothing changed.
 * @throws AppError invalid, forbidden, conflict
 */
export async function editCall(
  engine: AgentEngine,
  given: { approval: Approval; session: Session; editor: Person; text: string },
): Promise<EditedCall | undefined> {
  const { approval, session, editor } = given;
  const input = parseEdit(given.text);
  if (canonicalJson(input) === canonicalJson(approval.input)) return undefined;
  const owner = await engine.parts.personById(session.owner.id);
  if (!owner)
    throw new AppError(
      "conflict",
      `${session.owner.name} may no longer sign in, so nothing runs in their name.`,
    );
  const { tool: name, toolUseId, runId } = approval;
  return withToolOfCall(
    engine,
    { session, person: owner, tool: name, toolUseId, runId },
    async ({ tool, call }) => {
      const problem = inputProblem(tool, input);
      if (problem) throw new AppError("invalid", problem);
      const judged = judgeTool(tool, input, call);
      if (judged.action === "deny") throw new AppError("conflict", judged.rule);
      const who = approval.who === "other" ? "other" : judged.who;
      allow(canDecideCall({ ...approval, class: judged.class, who }, editor, engine.parts.now()));
      const preview = await previewCall(tool, input, call);
      if (typeof preview === "string") throw new AppError("invalid", preview);
      return { input, argumentsHash: hashArguments({ ...call, tool: name, input }), preview };
    },
  );
}

function parseEdit(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new AppError("invalid", "The edited arguments are not JSON.");
  }
}
