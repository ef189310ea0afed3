import "server-only";
import type { HarnessConfig } from "@/lib/agents/config";
import { literal } from "./literal";

type Model = HarnessConfig["model"];

/** `src/model.ts`. */
export function modelFile(model: Model): string {
  switch (model.provider) {
    case "open_ai":
      return `import { OpenAIModel } from "@strands-agents/sdk/models/openai";

/** Takes its key from OPENAI_API_KEY. */
export const createModel = () =>
  new OpenAIModel(${literal({
    api: model.apiFormat === "responses" ? "responses" : "chat",
    ...options(model),
  })});
`;
    case "gemini":
      return `import { GoogleModel } from "@strands-agents/sdk/models/google";

/** Takes its key from GEMINI_API_KEY. */
export const createModel = () =>
  new GoogleModel({
    modelId: ${literal(model.modelId)},
    apiKey: process.env.GEMINI_API_KEY ?? "",${given(
      {
        ...(model.temperature !== undefined && { temperature: model.temperature }),
        ...(model.topP !== undefined && { topP: model.topP }),
        ...(model.maxTokens !== undefined && { maxOutputTokens: model.maxTokens }),
      },
      "params",
    )}
  });
`;
    default:
      return `import { NodeHttpHandler } from "@smithy/node-http-handler";
import { BedrockModel } from "@strands-agents/sdk";

/** Region, credentials and endpoint come from the standard AWS settings. */
const endpoint = process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME ?? process.env.AWS_ENDPOINT_URL ?? "";

export const createModel = () =>
  new BedrockModel({
    ...${literal(options(model), 4)},
    region: process.env.AWS_REGION ?? "us-east-1",
    // Bedrock's client speaks HTTP/2 unless told; a plain http:// endpoint does not.
    ...(endpoint.startsWith("http:") && { clientConfig: { requestHandler: new NodeHttpHandler() } }),
  });
`;
  }
}

const options = ({ modelId, temperature, topP, maxTokens }: Model) => ({
  modelId,
  ...(temperature !== undefined && { temperature }),
  ...(topP !== undefined && { topP }),
  ...(maxTokens !== undefined && { maxTokens }),
});

const given = (values: object, name: string): string =>
  Object.keys(values).length > 0 ? `\n    ${name}: ${literal(values, 4)},` : "";
