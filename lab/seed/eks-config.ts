/** The GitOps repository that the clusters follow, with every cluster on the oldest of the published images. */
import type { Lab } from "../core/contracts.ts";
import { type ImageRelease, releasesOf } from "../images/model.ts";
import { devManifest, prodManifest, README, stagingManifest } from "./manifests.ts";

const REPOSITORY = { owner: "platform", name: "eks-config", branch: "main", by: "octavia" };
const MINOR = "1.34";

export default async function seedEksConfig(lab: Lab): Promise<void> {
  const [oldest] = releasesOf(lab).list();
  if (!oldest) throw new Error("No node images are published yet.");
  const images = imagesOf(oldest);
  const folder = "karpenter-configs/clusters";
  await lab.call("github", "PutFiles", {
    ...REPOSITORY,
    message: "Node classes and pools of dev, staging and prod",
    files: [
      { path: "README.md", content: README },
      { path: `${folder}/dev/nodeclass.yaml`, content: devManifest(images) },
      { path: `${folder}/staging/nodeclass.yaml`, content: stagingManifest(images) },
      { path: `${folder}/prod/nodeclass.yaml`, content: prodManifest(images) },
    ],
  });
}

/** Image ids of a release for the minor that the clusters run. */
export interface ManifestImages {
  x86: string;
  arm: string;
}

function imagesOf({ kubernetes }: ImageRelease): ManifestImages {
  const images = kubernetes[MINOR]?.images ?? {};
  return {
    x86: images["x86_64/standard"] ?? "",
    arm: images["arm64/standard"] ?? "",
  };
}
