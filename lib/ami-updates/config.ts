import { z } from "zod";

const name = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "must be lower case letters, digits and dashes");
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 09:00");
const path = z
  .string()
  .max(500)
  .regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))[\w./@+-]+$/, "must be a path within the repository");

export const ARCHITECTURES = ["x86_64", "arm64"] as const;
export type Architecture = (typeof ARCHITECTURES)[number];
export const VARIANTS = ["standard", "nvidia", "neuron"] as const;
export type Variant = (typeof VARIANTS)[number];
export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** One step of the way to production. Their order in the file is the order of promotion. */
export const EnvironmentSettings = z.object({
  name,
  /** No pull request at or above this risk, an alert instead; 11 is never. */
  rejectAtOrAbove: z.number().int().min(1).max(11).default(8),
  /** Merged without a person when the verdict is APPROVE and the risk is below this; 0 is never. */
  autoMergeBelow: z.number().int().min(0).max(10).default(0),
  /** How long a rollout has to stay verified before the next environment is proposed. */
  soakMinutes: z.number().min(0).max(43_200).default(1_440),
  /** How long a rollout may stand still before it is called stuck. */
  stuckAfterMinutes: z.number().min(0.05).max(1_440).default(15),
  /** How long a release has to be out before it is proposed here, by its tag's day. */
  minimumAgeHours: z.number().min(0).max(2_160).default(0),
  /** Merges from the console happen in it only, UTC; absent is any time. `to` before `from` is over midnight. */
  window: z.object({ days: z.array(z.enum(WEEKDAYS)).min(1), from: time, to: time }).optional(),
});
export type EnvironmentSettings = z.output<typeof EnvironmentSettings>;

export const NodeClassSettings = z.object({
  /** `metadata.name` of the EC2NodeClass. */
  name,
  /** Of the manifest in the repository; it may hold several documents. */
  path,
  architecture: z.enum(ARCHITECTURES).default("x86_64"),
  variant: z.enum(VARIANTS).default("standard"),
});
export type NodeClassSettings = z.output<typeof NodeClassSettings>;

export const ClusterSettings = z.object({
  name,
  environment: name,
  /** Minor version of the control plane: `1.34`. */
  kubernetesVersion: z.string().regex(/^1\.\d{2}$/, "must be a minor version such as 1.34"),
  /** Context in the kubeconfig; the cluster's name unless said. */
  context: z.string().max(200).optional(),
  argo: z.object({ namespace: name.default("argocd"), application: name }),
  repository: z.object({
    owner: z.string().regex(/^[\w.-]{1,100}$/),
    name: z.string().regex(/^[\w.-]{1,100}$/),
    branch: z.string().min(1).max(200).default("main"),
  }),
  nodeClasses: z.array(NodeClassSettings).min(1).max(100),
});
export type ClusterSettings = z.output<typeof ClusterSettings>;

/** Facts of an analysis that an organisation's predicates may ask for; see `criteria.ts`. */
export const FACT_NAMES = [
  "risk",
  "abandoned",
  "notesMissing",
  "cvesFixed",
  "cvesUnfixed",
  "criticalUnfixed",
  "packageMajor",
  "packageMinor",
  "packageDowngraded",
  "packageAdded",
  "packageRemoved",
  "releasesBetween",
  "ageHours",
] as const;
export type FactName = (typeof FACT_NAMES)[number];

/** `{fact: "packageMajor", of: "containerd", is: ">=", value: 1, effect: {risk: 8}}`. Counts and booleans (1, 0) alike are numbers. */
export const CriteriaRule = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/),
  /** The sentence that a person reads: which rule of which standard. */
  text: z.string().trim().min(3).max(300),
  fact: z.enum(FACT_NAMES),
  /** For facts about packages: only these packages count. */
  of: z.array(z.string().max(100)).max(50).optional(),
  is: z.enum([">=", ">", "=", "<", "<="]),
  value: z.number(),
  effect: z.object({
    /** Least risk from then on. */
    risk: z.number().int().min(1).max(10).optional(),
    reject: z.boolean().default(false),
  }),
});
export type CriteriaRule = z.output<typeof CriteriaRule>;

const ssmPath = z.string().max(500).regex(/^\//, "must start with a slash");
const SSM_ROOT =
  "/aws/service/eks/optimized-ami/{kubernetes}/amazon-linux-2023/{architecture}/{variant}";

/** What a platform team reviews like code; the file that `SWITCHYARD_AMI_CONFIG` names, YAML. */
export const AmiConfig = z
  .object({
    environments: z.array(EnvironmentSettings).min(1).max(20),
    clusters: z.array(ClusterSettings).min(1).max(500),
    /** Where AWS tells the recommended image; `{kubernetes}`, `{architecture}`, `{variant}`, `{release}` are filled in. */
    ssm: z
      .object({
        imageId: ssmPath.default(`${SSM_ROOT}/recommended/image_id`),
        releaseVersion: ssmPath.default(`${SSM_ROOT}/recommended/release_version`),
      })
      .prefault({}),
    /** Whose releases and CHANGELOG.md are the release notes. */
    notes: z
      .object({ owner: z.string().default("awslabs"), name: z.string().default("amazon-eks-ami") })
      .prefault({}),
    criteria: z
      .object({
        /** The organisation's rules in prose (PCI-DSS, SOC 2, …): given to the model as rules, never as notes. */
        text: z.string().max(20_000).default(""),
        rules: z.array(CriteriaRule).max(100).default([]),
        rejectOnUnfixedCritical: z.boolean().default(true),
      })
      .prefault({}),
    model: z
      .object({
        /** Bedrock model or inference profile id. */
        id: z.string().min(1).max(2_048).default("us.anthropic.claude-haiku-4-5-20251001-v1:0"),
        guardrail: z.object({ id: z.string().min(1), version: z.string().min(1) }).optional(),
        timeoutSeconds: z.number().int().min(5).max(300).default(60),
      })
      .prefault({}),
    notify: z.object({ topicArn: z.string().startsWith("arn:").optional() }).prefault({}),
  })
  .superRefine((config, ctx) => {
    const unknown = (path: (string | number)[], message: string) =>
      ctx.addIssue({ code: "custom", path, message });
    const environments = new Set(config.environments.map((each) => each.name));
    if (environments.size < config.environments.length)
      unknown(["environments"], "names an environment twice");
    const names = new Set<string>();
    config.clusters.forEach((cluster, at) => {
      if (names.has(cluster.name)) unknown(["clusters", at, "name"], "is there twice");
      names.add(cluster.name);
      if (!environments.has(cluster.environment))
        unknown(["clusters", at, "environment"], "is not one of the environments");
      const classes = new Set(cluster.nodeClasses.map((each) => each.name));
      if (classes.size < cluster.nodeClasses.length)
        unknown(["clusters", at, "nodeClasses"], "names a node class twice");
    });
  });
export type AmiConfig = z.output<typeof AmiConfig>;

/** A cluster's node class, as everything else names it. */
export interface Target {
  cluster: string;
  nodeClass: string;
}

/** `dev/default`: in lists, locks and logs. */
export const targetId = ({ cluster, nodeClass }: Target): string => `${cluster}/${nodeClass}`;

/** The settings around a target; undefined when the configuration no longer has it. */
export function settingsOf(
  config: AmiConfig,
  target: Target,
):
  | { cluster: ClusterSettings; nodeClass: NodeClassSettings; environment: EnvironmentSettings }
  | undefined {
  const cluster = config.clusters.find((each) => each.name === target.cluster);
  const nodeClass = cluster?.nodeClasses.find((each) => each.name === target.nodeClass);
  const environment = config.environments.find((each) => each.name === cluster?.environment);
  return cluster && nodeClass && environment && { cluster, nodeClass, environment };
}
