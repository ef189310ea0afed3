import type { RepositoryId } from "./model.ts";

export interface HostedRepository extends RepositoryId {
  id: number;
  private: boolean;
  description: string;
  /** The App is installed on it. */
  installed: boolean;
}

/** What the lab's GitHub hosts; each is a bare repository of the same name on the git server. */
export const HOSTED: readonly HostedRepository[] = [
  {
    id: 1001,
    owner: "platform",
    name: "eks-config",
    private: true,
    description: "What runs in the clusters; Argo CD follows main.",
    installed: true,
  },
  {
    id: 1002,
    owner: "awslabs",
    name: "amazon-eks-ami",
    private: false,
    description: "Release notes of node images, written for the lab.",
    installed: false,
  },
];

/** Names are told apart without regard to case, as GitHub does. */
export function findHosted(owner: string, name: string): HostedRepository | undefined {
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  return HOSTED.find((one) => same(one.owner, owner) && same(one.name, name));
}

export const DEFAULT_BRANCH = "main";
