import { isKind, KINDS } from "../images/kinds.ts";
import type { ImageRelease } from "../images/model.ts";
import { callPage } from "./call-lab.ts";
import { findLab, LAB_OPTIONS } from "./find-lab.ts";
import { parseCommandLine, UsageError } from "./options.ts";

interface Published {
  release: ImageRelease;
  before?: string;
  notes: boolean;
}

/** `lab ami publish <kind>`: a new release of the node images, with notes and parameters. */
export async function amiPublish(args: string[]): Promise<void> {
  const line = parseCommandLine(args, { values: [...LAB_OPTIONS, "kubernetes"] });
  const [kind = "", ...more] = line.positional;
  if (!isKind(kind) || more.length > 0) {
    const known = Object.keys(KINDS).join(", ");
    const given = line.positional.length > 0 ? `, not "${line.positional.join(" ")}"` : "";
    throw new UsageError(`ami publish takes one of the kinds ${known}${given}.`);
  }
  const kubernetes = line.flags.kubernetes
    ?.toString()
    .split(",")
    .map((minor) => minor.trim());
  const lab = await findLab(line);
  const { release, before, notes } = await callPage<Published>(
    lab.endpoint,
    "POST",
    "ami/releases",
    {
      kind,
      ...(kubernetes ? { kubernetes } : {}),
    },
  );
  const after = before ? `, after ${before}` : "";
  console.log(`Published ${release.release}${after}: ${KINDS[kind]}.`);
  for (const [minor, { kubelet, images, packages }] of Object.entries(release.kubernetes)) {
    console.log(
      `  ${minor}  kubelet ${kubelet}, containerd ${packages.containerd}, kernel ${packages.kernel}, x86_64 ${images["x86_64/standard"]}`,
    );
  }
  console.log(
    notes
      ? `The notes lie at ${lab.endpoint}/_lab/github/awslabs/amazon-eks-ami/releases/tag/${release.release}`
      : "This lab has no GitHub, so the notes wait.",
  );
}
