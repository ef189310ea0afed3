/** The node images that a new lab has published already, with their notes. */
import type { Lab } from "../core/contracts.ts";
import { daysLater, releaseOn, releasesOf } from "../images/model.ts";
import { PAST_DAYS, pastReleases } from "../images/past-releases.ts";
import { publishRelease } from "../images/publish-release.ts";
import { putNotes } from "../images/put-notes.ts";

export default async function seedImages(lab: Lab): Promise<void> {
  const today = new Date();
  const known = releasesOf(lab).list().length;
  for (const [at, { recipe, story }] of pastReleases().entries()) {
    const day = daysLater(today, -(PAST_DAYS[at] as number));
    // A seed that was cut off goes on with the first release that is missing.
    if (at < known - 1) continue;
    const release = releasesOf(lab).list()[at]?.release ?? releaseOn(day);
    const publishedAt = new Date(Math.floor(day.getTime() / 86_400_000) * 86_400_000 + 64_800_000);
    await publishRelease(lab, { release, recipe, story, publishedAt, notesLater: true });
  }
  // All at once: one commit of the changelog in place of three.
  await putNotes(lab);
}
