/** A repository of the git server. */
export interface Repository {
  name: string;
  /** `source-bucket`: its branches become objects that pipelines take; `github`: the service of that name has it too. */
  follows: "source-bucket" | "github";
}

export const REPOSITORIES: readonly Repository[] = [
  { name: "lab-app", follows: "source-bucket" },
  { name: "eks-config", follows: "github" },
  { name: "amazon-eks-ami", follows: "github" },
];
