import type { Story } from "./kinds.ts";
import {
  dayOf,
  daysLater,
  FLAVOURS,
  type Flavour,
  type ImageRelease,
  imageName,
  releaseOn,
  releaseVersion,
  sha256,
} from "./model.ts";

/** Release notes as GitHub has them: the title, and the body without it. */
export interface Notes {
  title: string;
  body: string;
}

/** Packages that are not on every kind of image. */
const ONLY_ON: Record<string, Flavour["variant"]> = {
  "aws-neuronx-dkms": "neuron",
  "kmod-nvidia-latest-dkms": "nvidia",
  "nvidia-container-toolkit": "nvidia",
};
const REPOSITORY = "https://github.com/awslabs/amazon-eks-ami";

/** Writes the notes of a release in the form of the real ones; the words in it are the story's. */
export function writeNotes(
  { release, kubernetes }: ImageRelease,
  before: string | undefined,
  story: Story,
): Notes {
  const minors = Object.keys(kubernetes).sort().reverse();
  const changed =
    story.changes.length > 0
      ? ["## What's Changed", ...story.changes.map((line) => `* ${line}`)].join("\n")
      : "";
  const parts = [
    `<!-- Release notes generated using configuration in .github/release.yaml at ${sha256(release).slice(0, 40)} -->`,
    ...story.callOuts,
    changed,
    before ? `**Full Changelog**: ${REPOSITORY}/compare/${before}...${release}` : "",
    "---",
    "<h2>AMI Details</h2>",
    sourceTable(release, kubernetes),
    ...minors.map((minor) => kubernetesDetails(release, minor, kubernetes[minor] as Minor)),
  ];
  const title = `${story.abandoned ? "[ABANDONED] " : ""}AMI Release ${release}`;
  return { title, body: `${parts.filter(Boolean).join("\n\n")}\n` };
}

/** An entry of the changelog, newest first there. */
export const changelogEntry = ({ title, body }: Notes): string => `# ${title}\n${body}`;

type Minor = ImageRelease["kubernetes"][string];

const kernelSeries = ({ packages }: Minor) => /^\d+\.\d+/.exec(packages.kernel ?? "")?.[0] ?? "";

/** Which Amazon Linux each image is made from; a column for each range of minors with the same kernel. */
function sourceTable(release: string, kubernetes: ImageRelease["kubernetes"]): string {
  const ranges: { series: string; minors: string[] }[] = [];
  for (const minor of Object.keys(kubernetes).sort().reverse()) {
    const series = kernelSeries(kubernetes[minor] as Minor);
    const last = ranges.at(-1);
    if (last?.series === series) last.minors.unshift(minor);
    else ranges.push({ series, minors: [minor] });
  }
  const heading = ({ minors }: { minors: string[] }) =>
    ranges.length === 1
      ? "Source AMI Name"
      : `Source AMI Name (K8s ${[...new Set([minors[0], minors.at(-1)])].join(" – ")})`;
  const base = `al2023-ami-minimal-2023.11.${releaseOn(daysLater(dayOf(release), -3)).slice(1)}.0`;
  const rows = FLAVOURS.toSorted((a, b) => (a.type.toLowerCase() < b.type.toLowerCase() ? -1 : 1));
  return table("", [
    ["<th>AMI Type</th>", ...ranges.map((range) => `<th>${heading(range)}</th>`)],
    ...rows.map(({ type, architecture }) => [
      `<td>${type}</td>`,
      ...ranges.map(({ series }) => `<td>${base}-kernel-${series}-${architecture}</td>`),
    ]),
  ]);
}

function kubernetesDetails(release: string, minor: string, content: Minor): string {
  const { kubelet, packages } = content;
  const span = `rowspan="${FLAVOURS.length}"`;
  const day = daysLater(dayOf(release), -1).toISOString().slice(0, 10);
  const names = FLAVOURS.map((flavour, at) => [
    `<td>${imageName(release, minor, flavour)}</td>`,
    ...(at > 0
      ? []
      : [
          `<td ${span}>${releaseVersion(release, kubelet)}</td>`,
          `<td ${span}>s3://amazon-eks/${kubelet}/${day}/</td>`,
        ]),
  ]);
  const images = table("  ", [
    ["<th>AMI Names</th>", "<th>Release version</th>", "<th>Included artifacts</th>"],
    ...names,
    // The real notes forget to close the first row, and a parser has to bear it.
  ]).replace("</th>\n    </tr>", "</th>");
  const rows = Object.entries(packages).map(([name, version]) => ({
    name:
      name === "kernel" && kernelSeries(content) !== "6.1"
        ? `kernel${kernelSeries(content)}`
        : name,
    version,
    only: ONLY_ON[name],
  }));
  const list = table("  ", [
    ["<th>Package</th>", ...FLAVOURS.map(({ type }) => `<th>${type}</th>`)],
    ...rows
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, version, only }) => [`<td>${name}</td>`, ...spans(version, only)]),
  ]);
  return [
    "<details>",
    `<summary><b>Kubernetes ${minor}</b></summary>`,
    images,
    list,
    "</details>",
  ].join("\n");
}

/** Neighbours with the same version become one cell, as the real notes have it. */
function spans(version: string, only: Flavour["variant"] | undefined): string[] {
  const cells: { text: string; columns: number }[] = [];
  for (const { variant } of FLAVOURS) {
    const text = only && only !== variant ? "—" : version;
    const last = cells.at(-1);
    if (last?.text === text) last.columns++;
    else cells.push({ text, columns: 1 });
  }
  return cells.map(({ text, columns }) => `<td colspan="${columns}">${text}</td>`);
}

function table(indent: string, rows: string[][]): string {
  const lines = rows.flatMap((cells) => [
    `${indent}  <tr>`,
    ...cells.map((cell) => `${indent}    ${cell}`),
    `${indent}  </tr>`,
  ]);
  return [`${indent}<table>`, ...lines, `${indent}</table>`].join("\n");
}
