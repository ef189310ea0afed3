import "server-only";
import { DescribeImagesCommand } from "@aws-sdk/client-ec2";
import { isAppError } from "@/server/platform/errors";
import { callAws, type UpstreamCtx } from "../call-aws";
import { ec2 } from "./client";

export interface ImageFacts {
  /** `amazon-eks-node-al2023-x86_64-standard-1.34-v20260714` */
  name: string;
  createdAt?: string;
}

const ID = /^ami-[0-9a-f]{8,17}$/;
const AT_ONCE = 100;

/**
 * Images by id, deprecated ones too; those that are gone are absent. Needs ec2:DescribeImages.
 * @throws AppError
 */
export async function describeImages(
  ctx: UpstreamCtx,
  imageIds: string[],
): Promise<Map<string, ImageFacts>> {
  // What cannot be an id would fail the call for all the others.
  const ids = [...new Set(imageIds)].filter((id) => ID.test(id));
  const images = new Map<string, ImageFacts>();
  for (let at = 0; at < ids.length; at += AT_ONCE)
    for (const [id, facts] of await read(ctx, ids.slice(at, at + AT_ONCE))) images.set(id, facts);
  return images;
}

/** EC2 refuses all of them for one that is gone, so halves are asked for until it stands alone. */
async function read(ctx: UpstreamCtx, ids: string[]): Promise<[string, ImageFacts][]> {
  try {
    const answer = await callAws(ctx, "ec2", "DescribeImages", (options) =>
      ec2().send(new DescribeImagesCommand({ ImageIds: ids, IncludeDeprecated: true }), options),
    );
    return (answer.Images ?? []).flatMap(({ ImageId, Name, CreationDate }) =>
      ImageId ? [[ImageId, { name: Name ?? "", createdAt: CreationDate }]] : [],
    );
  } catch (error) {
    if (!isAppError(error) || error.code !== "not_found") throw error;
    if (ids.length === 1) return [];
    const middle = Math.ceil(ids.length / 2);
    return [...(await read(ctx, ids.slice(0, middle))), ...(await read(ctx, ids.slice(middle)))];
  }
}
