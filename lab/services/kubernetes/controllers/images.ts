import { createHash } from "node:crypto";
import type { Lab } from "../../../core/contracts.ts";
import {
  FLAVOURS,
  flavourKey,
  type ImageRelease,
  imageName,
  releasesOf,
} from "../../../images/model.ts";

/** An image that was published, and what a machine of it reports. */
export interface KnownImage {
  id: string;
  name: string;
  arch: "amd64" | "arm64";
  variant: string;
  release: string;
  kubelet: string;
  packages: Record<string, string>;
  /** ISO 8601. */
  publishedAt: string;
}

export const findImage = (lab: Lab, id: string): KnownImage | undefined =>
  releasesOf(lab)
    .list()
    .flatMap((release) => imagesOf(release))
    .find((image) => image.id === id);

/** What an alias such as `al2023@v20260714` or `al2023@latest` stands for in a cluster of this minor. */
export function imagesOfAlias(lab: Lab, alias: string, minor: string): KnownImage[] {
  const [family, version] = alias.split("@");
  if (family !== "al2023") return [];
  const releases = releasesOf(lab).list();
  const release =
    version === "latest" ? releases.at(-1) : releases.find((each) => each.release === version);
  return release ? imagesOf(release, minor) : [];
}

function imagesOf(release: ImageRelease, only?: string): KnownImage[] {
  return Object.entries(release.kubernetes)
    .filter(([minor]) => only === undefined || minor === only)
    .flatMap(([minor, { kubelet, images, packages }]) =>
      FLAVOURS.flatMap((flavour) => {
        const id = images[flavourKey(flavour)];
        if (id === undefined) return [];
        return [
          {
            id,
            name: imageName(release.release, minor, flavour),
            arch: flavour.architecture === "arm64" ? ("arm64" as const) : ("amd64" as const),
            variant: flavour.variant,
            release: release.release,
            kubelet,
            packages,
            publishedAt: release.publishedAt,
          },
        ];
      }),
    );
}

/** A node's `nodeInfo`; `wrong` is the kubelet of the minor before. */
export function nodeInfoOf(image: KnownImage, wrong: boolean) {
  const [major, minor, patch] = image.kubelet.split(".");
  const kubelet = wrong ? `${major}.${Number(minor) - 1}.${patch}` : image.kubelet;
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  const machine = hash(crypto.randomUUID()).slice(0, 32);
  return {
    architecture: image.arch,
    bootID: crypto.randomUUID(),
    containerRuntimeVersion: `containerd://${(image.packages.containerd ?? "0").split("-")[0]}`,
    kernelVersion: `${image.packages.kernel ?? "0"}.${image.arch === "arm64" ? "aarch64" : "x86_64"}`,
    kubeProxyVersion: "",
    kubeletVersion: `v${kubelet}-eks-${hash(kubelet).slice(0, 7)}`,
    machineID: machine,
    operatingSystem: "linux",
    osImage: `Amazon Linux 2023.9.${image.release.slice(1)}`,
    systemUUID: crypto.randomUUID(),
  };
}
