import type { ServerResponse } from "node:http";
import { z } from "zod";
import { AwsError } from "../../core/aws-error.ts";
import type { CallInfo } from "../../core/contracts.ts";
import { detectAttack } from "../../models/detect-attack.ts";
import { invalid, read } from "./refuse.ts";

/** The lab's one guardrail: a filter for prompt attacks, by words. */
export const GUARDRAIL = "labguardrail";
const VERSIONS = new Set(["DRAFT", "1"]);
const LONGEST = 25_000;
export const BLOCKED = "The lab's guardrail stopped this text.";

const Shape = z.looseObject({
  source: z.enum(["INPUT", "OUTPUT"]),
  content: z.array(z.looseObject({ text: z.looseObject({ text: z.string() }).optional() })).min(1),
});

/** Refuses a guardrail that the lab does not have, as AWS does. */
export function checkGuardrail({ id, version }: { id: string; version: string }): void {
  const name = id.replace(/^arn:aws:bedrock:[^:]*:\d*:guardrail\//, "");
  if (name !== GUARDRAIL)
    throw new AwsError("ResourceNotFoundException", `The guardrail ${id} is not found.`, 404);
  if (!VERSIONS.has(version)) throw invalid(`The guardrail ${id} has no version ${version}.`);
}

/** ApplyGuardrail: whether a text gives orders to a model. */
export function applyGuardrail(
  guardrail: { id: string; version: string },
  body: unknown,
  res: ServerResponse,
  call: CallInfo,
): void {
  checkGuardrail(guardrail);
  const { source, content } = read(Shape, body);
  const text = content.map((block) => block.text?.text ?? "").join("\n");
  if (text.length > LONGEST)
    throw invalid(
      `The text is longer than the ${LONGEST} characters that are looked at in one request.`,
    );
  const attack = detectAttack(text);
  const units = Math.ceil(text.length / 1_000);
  const answer = {
    usage: {
      topicPolicyUnits: 0,
      contentPolicyUnits: units,
      wordPolicyUnits: 0,
      sensitiveInformationPolicyUnits: 0,
      sensitiveInformationPolicyFreeUnits: 0,
      contextualGroundingPolicyUnits: 0,
    },
    action: attack ? "GUARDRAIL_INTERVENED" : "NONE",
    ...(attack ? { actionReason: "Guardrail blocked." } : {}),
    outputs: attack ? [{ text: BLOCKED }] : [],
    assessments: attack ? [assessment()] : [],
  };
  call.record?.(
    { guardrailIdentifier: guardrail.id, guardrailVersion: guardrail.version, source, content },
    answer,
  );
  const json = JSON.stringify(answer);
  res.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(json),
    "x-amzn-requestid": call.requestId,
  });
  res.end(json);
}

const assessment = () => ({
  contentPolicy: {
    filters: [
      { type: "PROMPT_ATTACK", confidence: "HIGH", filterStrength: "HIGH", action: "BLOCKED" },
    ],
  },
});
