/**
 * Manifests as teams write them: comments, several documents in a file, quotes here and none there. Each cluster's
 * is another, because a tool that changes one line has to leave all the rest as it is.
 */
import type { ManifestImages } from "./eks-config.ts";

export const README = `# eks-config

What runs in our clusters. Argo CD follows \`main\`.

    karpenter-configs/clusters/<cluster>/nodeclass.yaml   node class and node pool

Node images are pinned by id. Changes to them come as pull requests, one line each.
`;

export const devManifest = ({ x86 }: ManifestImages): string => `---
# dev: everything may be replaced at any time.
apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata:
  name: default
spec:
  amiFamily: AL2023
  amiSelectorTerms:
    - id: ${x86} # x86_64
  role: eks-dev-node
  subnetSelectorTerms:
    - tags:
        karpenter.sh/discovery: dev
  securityGroupSelectorTerms:
    - tags:
        karpenter.sh/discovery: dev
  metadataOptions:
    httpTokens: required
    httpPutResponseHopLimit: 1
---
${nodePool("50%", "# Half of the nodes at once: nobody's night is ruined by dev.")}`;

export const stagingManifest = ({
  x86,
}: ManifestImages): string => `apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata:
  name: default
  annotations:
    # Looked at every Monday; see the runbook.
    platform/owner: "team-platform"
spec:
  amiFamily: AL2023
  amiSelectorTerms:
    # Pinned on purpose, never @latest.
    - id: "${x86}"
  role: "eks-staging-node"
  subnetSelectorTerms: [{ tags: { karpenter.sh/discovery: staging } }]
  securityGroupSelectorTerms: [{ tags: { karpenter.sh/discovery: staging } }]
  blockDeviceMappings:
    - deviceName: /dev/xvda
      ebs: { volumeSize: 80Gi, volumeType: gp3, encrypted: true }
---
${nodePool("25%")}`;

export const prodManifest = ({
  x86,
  arm,
}: ManifestImages): string => `# prod. Ask in #platform before you merge here.
#
# The images below are what the nodes run: a changed id replaces every node, one after the other.
apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata:
  name: default
  labels:
    compliance: pci-dss
spec:
  amiFamily: AL2023
  amiSelectorTerms:
    - id: ${x86}   # x86_64
    - id: ${arm}   # arm64; no pool asks for it yet
  role: eks-prod-node
  subnetSelectorTerms:
    - tags:
        karpenter.sh/discovery: prod
  securityGroupSelectorTerms:
    - tags:
        karpenter.sh/discovery: prod
  metadataOptions:
    httpEndpoint: enabled
    httpTokens: required
    httpPutResponseHopLimit: 1
  userData: |
    apiVersion: node.eks.aws/v1alpha1
    kind: NodeConfig
    spec:
      kubelet:
        config:
          # Leaves room for the agents of security.
          systemReserved: { cpu: 100m, memory: 256Mi }
  tags:
    cost-center: "4711"
---
${nodePool("1", "# One at a time, and never more: checkout has a strict budget.")}`;

function nodePool(budget: string, comment?: string): string {
  return `apiVersion: karpenter.sh/v1
kind: NodePool
metadata:
  name: default
spec:
  template:
    metadata:
      labels:
        team: platform
    spec:
      nodeClassRef:
        group: karpenter.k8s.aws
        kind: EC2NodeClass
        name: default
      expireAfter: 720h
      requirements:
        - key: kubernetes.io/arch
          operator: In
          values: ["amd64"]
        - key: karpenter.sh/capacity-type
          operator: In
          values: ["on-demand"]
  disruption:
    consolidationPolicy: WhenEmptyOrUnderutilized
    consolidateAfter: 1m
    budgets:${comment ? `\n      ${comment}` : ""}
      - nodes: "${budget}"
  limits:
    cpu: "200"
`;
}
