import "server-only";
import type { BedrockOperation } from "../engine/contracts";
import { DoorError } from "./door-error";

const OPERATIONS: Record<string, BedrockOperation> = {
  converse: "Converse",
  "converse-stream": "ConverseStream",
  invoke: "InvokeModel",
  "invoke-with-response-stream": "InvokeModelWithResponseStream",
};

/**
 * `/api/bedrock/model/<id>/converse` → model and operation; the id is one encoded segment (an ARN has slashes).
 * @throws DoorError no_such_operation, invalid
 */
export function parseBedrockPath(path: string): { modelId: string; operation: BedrockOperation } {
  const [, encoded, verb = ""] = /\/model\/(.+)\/([a-z-]+)$/.exec(path) ?? [];
  const operation = Object.hasOwn(OPERATIONS, verb) ? OPERATIONS[verb] : undefined;
  if (!encoded || !operation)
    throw new DoorError(
      "no_such_operation",
      "The prompt cache answers Converse, ConverseStream, InvokeModel and InvokeModelWithResponseStream; send other operations to Bedrock itself.",
    );
  try {
    return { modelId: decodeURIComponent(encoded), operation };
  } catch {
    throw new DoorError("invalid", "The model id in the path is not encoded as a URL asks for.");
  }
}
