import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  GetFunctionConfigurationCommand,
  type LambdaClient,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import type { CodePackage } from "../lambda/package-code.ts";

/** Creates a function, or brings it up to date; the same code is not sent twice. */
export async function putFunction(
  lambda: LambdaClient,
  { zip, sha256 }: CodePackage,
  wanted: Omit<CreateFunctionCommandInput, "Code">,
): Promise<void> {
  const { FunctionName } = wanted;
  const known = await lambda
    .send(new GetFunctionConfigurationCommand({ FunctionName }))
    .catch((error: Error) => {
      if (error.name !== "ResourceNotFoundException") throw error;
      return undefined;
    });
  if (!known) {
    await lambda.send(new CreateFunctionCommand({ ...wanted, Code: { ZipFile: zip } }));
    return;
  }
  if (known.CodeSha256 !== sha256) {
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zip }));
  }
  await lambda.send(new UpdateFunctionConfigurationCommand(wanted));
}
