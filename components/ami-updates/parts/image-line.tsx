"use client";

import { useNow } from "@/components/data/clock";
import { CopyableId } from "@/components/data/copyable-id";
import type { NodeImage } from "@/lib/ami-updates/model";
import { ageInDays } from "@/lib/ami-updates/release-age";
import { plural } from "@/lib/platform/format";
import { plainText } from "@/lib/platform/plain-text";

/** Release and image of a node class, and how old the release is by its tag's day. */
export function ImageLine({
  image,
  age = false,
  withId = true,
}: {
  image: NodeImage | undefined;
  age?: boolean;
  /** Off where there is no room for it. */
  withId?: boolean;
}) {
  const now = useNow(60_000);
  if (!image) return <span className="text-muted">Not known</span>;
  const release = image.release ?? image.releaseVersion;
  const days = ageInDays(release, now);
  return (
    <span className="inline-flex min-w-0 max-w-full flex-wrap items-center gap-x-2">
      {release ? (
        <bdi
          className="font-medium"
          data-tip={image.releaseVersion && image.release ? image.releaseVersion : undefined}
        >
          {plainText(release)}
        </bdi>
      ) : null}
      {age && days !== undefined ? (
        <span className="whitespace-nowrap text-muted">
          {days === 0 ? "today" : `${plural(days, "day")} old`}
        </span>
      ) : null}
      {image.imageId && (withId || !release) ? (
        <CopyableId value={image.imageId} max={14} label="image id" />
      ) : null}
    </span>
  );
}
