/** An AMI release's tag: `v20260714`, or `v20260714.1` when a day had two. */
const TAG = /^v(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[.-]?(\d{1,3}))?$/;

export const isReleaseTag = (text: string): boolean => TAG.test(text);

/** Orders tags by their day; what is no tag comes first. */
export function compareTags(left: string, right: string): number {
  const key = (tag: string): number => {
    const found = TAG.exec(tag);
    return found ? Number(`${found[1]}${found[2]}${found[3]}`) * 1_000 + Number(found[4] ?? 0) : 0;
  };
  return key(left) - key(right);
}

/** The tags after `from` up to and with `to`, oldest first, each once. Without `from` it is `to` alone. */
export function tagsInRange(
  tags: Iterable<string>,
  from: string | undefined,
  to: string,
): string[] {
  const inRange = new Set([to]);
  if (from !== undefined)
    for (const tag of tags)
      if (isReleaseTag(tag) && compareTags(tag, from) > 0 && compareTags(tag, to) < 0)
        inRange.add(tag);
  return [...inRange].sort(compareTags);
}

/** Midnight (UTC) of a release's day; undefined when the tag has none. */
export function releaseDay(tag: string): Date | undefined {
  const found = TAG.exec(tag);
  return found ? new Date(`${found[1]}-${found[2]}-${found[3]}T00:00:00Z`) : undefined;
}

/** The release of `1.34.9-20260714` or of an image's name that ends with `-v20260714`. */
export function tagOf(text: string): string | undefined {
  const day = /-v?(20\d{6}(?:\.\d{1,3})?)$/.exec(text)?.[1];
  return day && isReleaseTag(`v${day}`) ? `v${day}` : undefined;
}
