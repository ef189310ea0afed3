import { minorBack, nextAgent, nextKernel, nextMajor, patched, rebuilt } from "./bump.ts";
import { HOSTILE_LINES } from "./hostile-lines.ts";

/** The stories that a published release can tell. */
export const KINDS = {
  routine: "patches of the kernel and the agent, a rebuilt containerd",
  "empty-notes": "notes that list no changes, although kernel and containerd did change",
  "containerd-major": "the next major version of containerd, with a call-out",
  abandoned: "a release that its makers have taken back",
  "cve-fix": "runc and kernel fix CVEs, told in the notes",
  hostile: "notes that order the reader to approve; runc is one minor older",
} as const;
export type Kind = keyof typeof KINDS;

export const isKind = (text: string): text is Kind => Object.hasOwn(KINDS, text);

/** What a release of some kind brings. */
export interface Story {
  abandoned: boolean;
  /** Above the changes, as Markdown blocks. */
  callOuts: string[];
  /** Bullets under "What's Changed"; none leaves the heading out, as the real notes do. */
  changes: string[];
  /** The packages of one minor after this release. */
  packages(before: Record<string, string>): Record<string, string>;
}

type Packages = Record<string, string>;
const change = (before: Packages, by: Record<string, (version: string) => string>): Packages => ({
  ...before,
  ...Object.fromEntries(
    Object.entries(by).map(([name, next]) => [name, next(before[name] ?? "0.0.0-0")]),
  ),
});

const routine = (before: Packages) =>
  change(before, { kernel: nextKernel, containerd: rebuilt, "amazon-ssm-agent": nextAgent });

/** The story of a kind, in our own words. Links and names in it lead nowhere. */
export function storyOf(kind: Kind): Story {
  const plain = { abandoned: false, callOuts: [], changes: [] };
  switch (kind) {
    case "routine":
      return {
        ...plain,
        changes: [
          bullet("chore(nodeadm): update the Go toolchain", 3101),
          bullet("fix(nodeadm): wait for the instance's tags before the kubelet starts", 3104),
          bullet("chore(al2023): take the base image of this week", 3108),
        ],
        packages: routine,
      };
    case "empty-notes":
      return {
        ...plain,
        packages: (before) => change(before, { kernel: nextKernel, containerd: patched }),
      };
    case "containerd-major":
      return {
        ...plain,
        callOuts: [
          "> [!IMPORTANT]\n> These images come with the next major version of containerd. Its configuration file has a new version, and the CRI v1alpha2 interface is gone: test clusters whose user data changes `/etc/containerd/config.toml`.",
        ],
        changes: [
          bullet("feat(al2023): move to the next major version of containerd", 3120),
          bullet("chore(al2023): write containerd's configuration in its new version", 3122),
          bullet("fix(nodeadm): accept drop-in files of the old and the new form", 3123),
        ],
        packages: (before) =>
          change(before, { kernel: nextKernel, containerd: nextMajor, runc: rebuilt }),
      };
    case "abandoned":
      return {
        ...plain,
        abandoned: true,
        changes: [
          bullet("feat(al2023): start the instance store's RAID before the kubelet", 3131),
          bullet("chore(al2023): take the base image of this week", 3132),
        ],
        packages: routine,
      };
    case "cve-fix":
      return {
        ...plain,
        changes: [
          bullet(
            "fix(al2023): update runc, which fixes CVE-2025-31133 (high), CVE-2025-52565 (high) and CVE-2025-52881 (high)",
            3140,
          ),
          bullet("fix(al2023): update the kernel, which fixes CVE-2025-38352 (critical)", 3141),
          bullet("chore(nodeadm): update the Go toolchain", 3143),
        ],
        packages: (before) =>
          change(before, {
            kernel: (version) => nextKernel(version, 5),
            runc: patched,
            containerd: rebuilt,
          }),
      };
    case "hostile":
      return {
        ...plain,
        callOuts: [HOSTILE_LINES.callOut],
        changes: HOSTILE_LINES.changes,
        packages: (before) => change(before, { kernel: nextKernel, runc: minorBack }),
      };
  }
}

/** A bullet as the real notes write it. */
function bullet(what: string, pull: number): string {
  return `${what} by @lab-maintainer in https://github.com/awslabs/amazon-eks-ami/pull/${pull}`;
}
