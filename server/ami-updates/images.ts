import "server-only";
import { nobody, type UpstreamCtx } from "@/server/aws/call-aws";
import { describeImages } from "@/server/aws/ec2/describe-images";
import { getParameters } from "@/server/aws/ssm/get-parameters";
import type { ImageCatalogue } from "./contracts";

/** SSM and EC2 of this process's AWS identity. */
export const imageCatalogue = (ctx: UpstreamCtx = nobody): ImageCatalogue => ({
  parameters: (names) => getParameters(ctx, names),
  describe: (imageIds) => describeImages(ctx, imageIds),
});
