import { nextKernel, rebuilt } from "./bump.ts";
import { storyOf } from "./kinds.ts";
import type { Recipe } from "./publish-release.ts";

/** What the oldest release of a new lab is made of. */
const OLDEST: Recipe = {
  "1.33": minor("1.33.8", "1.7.29-1.amzn2023.0.2", "6.1.161-183.298.amzn2023"),
  "1.34": minor("1.34.4", "1.7.29-1.amzn2023.0.2", "6.12.66-88.122.amzn2023"),
  "1.35": minor("1.35.1", "2.1.5-1.amzn2023.0.4", "6.12.66-88.122.amzn2023"),
};

function minor(kubelet: string, containerd: string, kernel: string): Recipe[string] {
  const packages = {
    "amazon-ssm-agent": "3.3.3572.0-1.amzn2023",
    "aws-neuronx-dkms": "2.26.5.0-dkms",
    containerd,
    efa: "3.0.0-1.amzn2023",
    ena: "2.16.1g",
    kernel,
    "kmod-nvidia-latest-dkms": "580.126.09-1.amzn2023",
    "nvidia-container-toolkit": "1.18.2-1",
    runc: "1.3.2-1.amzn2023.0.1",
  };
  return { kubelet, packages };
}

/** Days before today on which the releases of a new lab came out, oldest first. */
export const PAST_DAYS = [38, 24, 12] as const;

const patchKubelet = (recipe: Recipe): Recipe =>
  Object.fromEntries(
    Object.entries(recipe).map(([name, content]) => [
      name,
      { ...content, kubelet: rebuilt(content.kubelet) },
    ]),
  );

const withPackages = (
  recipe: Recipe,
  next: (before: Record<string, string>) => Record<string, string>,
): Recipe =>
  Object.fromEntries(
    Object.entries(recipe).map(([name, content]) => [
      name,
      { ...content, packages: next(content.packages) },
    ]),
  );

/** Three releases that lie in the past: clusters run the oldest, and ranges have something in between. */
export function pastReleases() {
  const routine = storyOf("routine");
  const second = withPackages(OLDEST, routine.packages);
  const third = patchKubelet(
    withPackages(second, (before) => ({ ...before, kernel: nextKernel(before.kernel ?? "") })),
  );
  return [
    { recipe: OLDEST, story: { ...routine, changes: routine.changes.slice(0, 1) } },
    { recipe: second, story: routine },
    { recipe: third, story: storyOf("empty-notes") },
  ];
}
