import type { Lab } from "../core/contracts.ts";
import { UsageError } from "../core/usage-error.ts";
import { type Kind, storyOf } from "./kinds.ts";
import { dayOf, daysLater, type ImageRelease, releaseOn, releasesOf } from "./model.ts";
import { publishRelease, type Recipe } from "./publish-release.ts";

/**
 * Publishes the release of the day after the newest one. Minors that are left out keep what is recommended
 * for them. @throws UsageError with one sentence when a minor is not known
 */
export async function publishNext(
  lab: Lab,
  kind: Kind,
  minors?: string[],
): Promise<{ release: ImageRelease; before?: string; notes: boolean }> {
  const releases = releasesOf(lab).list();
  const newest = releases.at(-1);
  const latest = new Map<string, Recipe[string]>();
  for (const { kubernetes } of releases) {
    for (const [minor, { kubelet, packages }] of Object.entries(kubernetes)) {
      latest.set(minor, { kubelet, packages });
    }
  }
  const unknown = minors?.find((minor) => !latest.has(minor));
  if (unknown !== undefined) {
    const known = [...latest.keys()].join(", ");
    throw new UsageError(`There are no images for Kubernetes "${unknown}"; there are ${known}.`);
  }
  const story = storyOf(kind);
  const recipe: Recipe = Object.fromEntries(
    (minors ?? [...latest.keys()]).map((minor) => {
      const { kubelet = "", packages = {} } = latest.get(minor) ?? {};
      return [minor, { kubelet, packages: story.packages(packages) }];
    }),
  );
  const release = releaseOn(newest ? daysLater(dayOf(newest.release), 1) : new Date());
  const published = await publishRelease(lab, { release, recipe, story });
  return { ...published, ...(newest ? { before: newest.release } : {}) };
}
