/** Bedrock's runtime with the lab's own models: rule-based stand-ins, named as such. */
import { AwsError } from "../../core/aws-error.ts";
import type { Lab, Service } from "../../core/contracts.ts";
import { parseJson } from "../../core/wire/json.ts";
import { readBody } from "../../core/wire/read-body.ts";
import { loadTokenizer } from "../../models/tokenizer.ts";
import { applyGuardrail } from "./apply-guardrail.ts";
import { createBooks } from "./books.ts";
import type { Context } from "./context.ts";
import { converse, converseStream } from "./converse.ts";
import { countTokens } from "./count-tokens.ts";
import { invokeModel, invokeWithStream } from "./invoke.ts";
import { findModel } from "./model-id.ts";
import { type OperationName, routeOf } from "./operations.ts";
import { startingPace } from "./pace.ts";
import { answerPage } from "./page.ts";
import { malformed } from "./refuse.ts";

/** As much as Bedrock takes. */
const LONGEST_BODY = 20 * 1024 * 1024;
/** Late enough not to slow the start down, early enough for the first question. */
const WARM_UP_MS = 3_000;

type Answer = (context: Context, body: Record<string, unknown>) => Promise<void>;
const ANSWERS: Record<OperationName, Answer> = {
  Converse: converse,
  ConverseStream: converseStream,
  InvokeModel: invokeModel,
  InvokeModelWithResponseStream: invokeWithStream,
  CountTokens: countTokens,
};

export default function createBedrockRuntime(lab: Lab): Service {
  const pace = startingPace(lab.modelPace);
  const books = createBooks();
  return {
    name: "bedrock-runtime",
    protocol: "rest-json",
    route: routeOf,
    async handle(req, res, call) {
      const began = performance.now();
      const routed = routeOf(req);
      if (!routed)
        throw new AwsError("UnknownOperationException", "There is no such operation.", 404);
      if (routed.operation === "ApplyGuardrail") {
        applyGuardrail(routed.guardrail, parseJson(await readBody(req, LONGEST_BODY)), res, call);
        return;
      }
      const { operation, modelId } = routed;
      const model = findModel(modelId);
      const body = parseBody(operation, await readBody(req, LONGEST_BODY));
      try {
        await ANSWERS[operation](
          { model, modelId, operation, res, call, pace, books, began },
          body,
        );
      } catch (error) {
        // The client went away: nobody is left to answer.
        if (!call.signal?.aborted) throw error;
      }
    },
    pages: { "/_lab/bedrock": (req, res) => answerPage(req, res, pace, books) },
    async start() {
      if (process.env.LAB_PACE !== "fast")
        lab.after(WARM_UP_MS, () => loadTokenizer().then(() => {}));
    },
  };
}

/** InvokeModel's body belongs to the model, which has its own words for what it cannot read. */
function parseBody(operation: OperationName, bytes: Buffer): Record<string, unknown> {
  try {
    return parseJson(bytes);
  } catch (error) {
    if (operation.startsWith("InvokeModel")) throw malformed("the body is no JSON object");
    throw error;
  }
}
