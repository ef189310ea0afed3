import { AwsError } from "../../core/aws-error.ts";
import { MODELS, type Model } from "../../models/catalogue.ts";

const ARN =
  /^arn:aws(?:-[^:]+)?:bedrock:[a-z0-9-]*:\d*:(?:foundation-model|(?:application-)?inference-profile)\/(.+)$/;
/** Inference profiles that spread over regions put one of these before a model's id. */
const PROFILE = /^(?:us|us-gov|eu|apac|global)\./;

/**
 * The model behind an id, an inference profile (`us.lab.text-v1`), a versioned id (`lab.text-v1:0`) or an
 * ARN of these. Throws `ResourceNotFoundException` for an unknown ARN and `ValidationException` otherwise.
 */
export function findModel(identifier: string): Model {
  const resource = ARN.exec(identifier)?.[1];
  const id = (resource ?? identifier).replace(PROFILE, "").replace(/:\d+$/, "");
  const model = MODELS.find((one) => one.id === id);
  if (model) return model;
  if (identifier.startsWith("arn:")) {
    throw new AwsError("ResourceNotFoundException", `The model ${identifier} is not found.`, 404);
  }
  throw new AwsError("ValidationException", "The provided model identifier is invalid.");
}
