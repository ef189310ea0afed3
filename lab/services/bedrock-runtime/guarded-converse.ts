import { z } from "zod";
import { detectAttack } from "../../models/detect-attack.ts";
import { countTokens } from "../../models/tokenizer.ts";
import { BLOCKED, checkGuardrail } from "./apply-guardrail.ts";
import { read } from "./refuse.ts";
import type { Reply } from "./turn.ts";

const Shape = z.looseObject({
  guardrailConfig: z
    .looseObject({ guardrailIdentifier: z.string(), guardrailVersion: z.string() })
    .optional(),
  messages: z
    .array(
      z.looseObject({
        content: z.array(
          z.looseObject({
            guardContent: z
              .looseObject({ text: z.looseObject({ text: z.string() }).optional() })
              .optional(),
          }),
        ),
      }),
    )
    .optional(),
});

/**
 * Converse's own guardrail: it looks at what is tagged as `guardContent` before the model does, and at
 * the text that the model says. As on AWS, what is not tagged and a tool's input pass it by.
 */
export async function guarded(body: unknown, generate: () => Promise<Reply>): Promise<Reply> {
  const { guardrailConfig, messages = [] } = read(Shape, body);
  if (!guardrailConfig) return generate();
  const { guardrailIdentifier: id, guardrailVersion: version } = guardrailConfig;
  checkGuardrail({ id, version });
  const tagged = messages.flatMap(({ content }) =>
    content.flatMap(({ guardContent }) => guardContent?.text?.text ?? []),
  );
  if (tagged.some((text) => detectAttack(text))) return blocked(0);
  const reply = await generate();
  return detectAttack(reply.text) ? blocked(reply.inputTokens) : reply;
}

const blocked = async (inputTokens: number): Promise<Reply> => ({
  text: BLOCKED,
  stopReason: "guardrail_intervened",
  inputTokens,
  outputTokens: await countTokens(BLOCKED),
});
