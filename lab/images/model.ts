import { createHash } from "node:crypto";
import type { Collection, Lab } from "../core/contracts.ts";

/** What is in the images of one Kubernetes minor. */
export interface KubernetesImages {
  /** `1.34.4` */
  kubelet: string;
  /** By `<architecture>/<variant>`: `x86_64/standard` → `ami-…`. */
  images: Record<string, string>;
  /** By bare name, as a node reports them: `kernel` → `6.12.73-95.123.amzn2023`. */
  packages: Record<string, string>;
}

/** One release of the node images, as Amazon publishes them about once a week. */
export interface ImageRelease {
  /** `v20260714` */
  release: string;
  /** By minor: `1.34`. */
  kubernetes: Record<string, KubernetesImages>;
  /** ISO 8601. */
  publishedAt: string;
}

/** The kinds of image that there are for each Kubernetes minor, in the order of the notes' tables. */
export const FLAVOURS = [
  { architecture: "x86_64", variant: "nvidia", type: "AL2023_x86_64_NVIDIA" },
  { architecture: "x86_64", variant: "neuron", type: "AL2023_x86_64_NEURON" },
  { architecture: "x86_64", variant: "standard", type: "AL2023_x86_64_STANDARD" },
  { architecture: "arm64", variant: "nvidia", type: "AL2023_ARM_64_NVIDIA" },
  { architecture: "arm64", variant: "standard", type: "AL2023_ARM_64_STANDARD" },
] as const;
export type Flavour = (typeof FLAVOURS)[number];

export const flavourKey = ({ architecture, variant }: Flavour): string =>
  `${architecture}/${variant}`;

/** The published releases, oldest first. */
export const releasesOf = (lab: Lab): Collection<ImageRelease> =>
  lab.store.collection<ImageRelease>("ami.releases");

/** `amazon-eks-node-al2023-x86_64-standard-1.34-v20260714` */
export const imageName = (release: string, minor: string, flavour: Flavour): string =>
  `amazon-eks-node-al2023-${flavour.architecture}-${flavour.variant}-${minor}-${release}`;

/** `1.34.4-20260714`: what AWS calls the release version. */
export const releaseVersion = (release: string, kubelet: string): string =>
  `${kubelet}-${release.slice(1)}`;

/** The ids of all images of one minor in one release; the same name has the same id in every lab. */
export function imageIds(release: string, minor: string): Record<string, string> {
  return Object.fromEntries(
    FLAVOURS.map((flavour) => [
      flavourKey(flavour),
      `ami-0${sha256(imageName(release, minor, flavour)).slice(0, 16)}`,
    ]),
  );
}

/** `v20260714`, of a day in UTC. */
export const releaseOn = (day: Date): string =>
  `v${day.toISOString().slice(0, 10).replaceAll("-", "")}`;

/** The day of a release, at midnight UTC. */
export const dayOf = (release: string): Date =>
  new Date(`${release.slice(1, 5)}-${release.slice(5, 7)}-${release.slice(7, 9)}T00:00:00Z`);

/** The day so many days later; negative is earlier. */
export const daysLater = (day: Date, days: number): Date =>
  new Date(day.getTime() + days * 86_400_000);

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
