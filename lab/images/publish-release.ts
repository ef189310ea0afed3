import type { Lab } from "../core/contracts.ts";
import { publishParameters } from "../services/ssm/publish-parameters.ts";
import type { Story } from "./kinds.ts";
import {
  FLAVOURS,
  flavourKey,
  type ImageRelease,
  imageIds,
  imageName,
  type KubernetesImages,
  releasesOf,
  releaseVersion,
} from "./model.ts";
import { keepNotes, putNotes } from "./put-notes.ts";
import { writeNotes } from "./write-notes.ts";

/** What a release is made from: its minors with kubelet and packages, before they have image ids. */
export type Recipe = Record<string, Omit<KubernetesImages, "images">>;

/**
 * Publishes a release: the images in EC2 first, then its notes, and at last the parameters that recommend
 * it, so that nobody hears of an image that cannot be looked up. What lies on GitHub is in `notes`.
 */
export async function publishRelease(
  lab: Lab,
  {
    release,
    recipe,
    story,
    publishedAt = new Date(),
    notesLater = false,
  }: {
    release: string;
    recipe: Recipe;
    story: Story;
    publishedAt?: Date;
    /** Whoever publishes several puts their notes on GitHub afterwards. */
    notesLater?: boolean;
  },
): Promise<{ release: ImageRelease; notes: boolean }> {
  const releases = releasesOf(lab);
  const before = releases.list().findLast((each) => each.release < release)?.release;
  const published: ImageRelease = {
    release,
    kubernetes: Object.fromEntries(
      Object.entries(recipe).map(([minor, content]) => [
        minor,
        { ...content, images: imageIds(release, minor) },
      ]),
    ),
    publishedAt: publishedAt.toISOString(),
  };
  lab.store.transaction(() => {
    releases.put(release, published);
    keepNotes(lab, published, writeNotes(published, before, story));
  });
  const notes = !notesLater && (await putNotes(lab));
  publishParameters(lab, parametersOf(published));
  return { release: published, notes };
}

const ROOT = "/aws/service/eks/optimized-ami";

/** What SSM tells of a release: under its own name for ever, and as the recommended one until the next. */
function parametersOf({ release, kubernetes }: ImageRelease): Map<string, string> {
  const parameters = new Map<string, string>();
  const recommended = new Map<string, string>();
  for (const [minor, { kubelet, images }] of Object.entries(kubernetes)) {
    for (const flavour of FLAVOURS) {
      const { architecture, variant } = flavour;
      const folder = `${ROOT}/${minor}/amazon-linux-2023/${architecture}/${variant}`;
      const name = imageName(release, minor, flavour);
      const values = {
        image_id: images[flavourKey(flavour)] as string,
        image_name: name,
        release_version: releaseVersion(release, kubelet),
      };
      for (const [key, value] of Object.entries(values)) {
        parameters.set(`${folder}/${name}/${key}`, value);
        recommended.set(`${folder}/recommended/${key}`, value);
      }
    }
  }
  return new Map([...parameters, ...recommended]);
}
