import type { NodeImage } from "./model";

/** What tells one image from another in records and lifts: its id, or of an alias the release. */
export const imageKey = (image: NodeImage): string =>
  image.imageId ?? image.release ?? image.releaseVersion ?? "unknown";

/** `v20260714 (ami-0123…)`, for sentences. */
export const imageName = (image: NodeImage): string => {
  const release = image.release ?? image.releaseVersion;
  return release && image.imageId ? `${release} (${image.imageId})` : imageKey(image);
};
