import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../../core/aws-error.ts";
import type { ModelPace } from "../../core/contracts.ts";
import { parseJson } from "../../core/wire/json.ts";
import { readBody } from "../../core/wire/read-body.ts";
import { sayOn } from "../../core/wire/say-on.ts";
import { MODELS } from "../../models/catalogue.ts";
import type { Books } from "./books.ts";
import { PaceChange } from "./pace.ts";

/**
 * `GET /_lab/bedrock`: pace, prices, and what was counted per model; `PUT` changes the pace; `DELETE` sets the
 * counters to zero.
 */
export async function answerPage(
  req: IncomingMessage,
  res: ServerResponse,
  pace: ModelPace,
  books: Books,
): Promise<void> {
  const say = sayOn(res);
  try {
    if (req.method === "PUT") change(pace, parseJson(await readBody(req)));
    else if (req.method === "DELETE") books.clear();
    else if (req.method !== "GET") {
      return say(405, { message: "The page takes GET, PUT and DELETE." });
    }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return say(error.status, { message: error.message });
  }
  const counted = books.read();
  const models = MODELS.map(({ id, kind, price }) => ({
    id,
    kind,
    dollarsPerMillionTokens: price,
    ...counted[id],
  }));
  say(200, { ...pace, models });
}

function change(pace: ModelPace, body: unknown): void {
  const parsed = PaceChange.safeParse(body);
  if (parsed.success) {
    const given = Object.entries(parsed.data).filter(([, value]) => value !== undefined);
    Object.assign(pace, Object.fromEntries(given));
    return;
  }
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") || "the body";
  throw new AwsError("ValidationException", `The pace is not valid: ${where}: ${issue?.message}.`);
}
