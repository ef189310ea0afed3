/** The lab's configuration of AMI updates, as a platform team would have it reviewed. */
export const labAmiConfig = (
  topicArn: string,
): string => `# What Switchyard may do about node images, and by whose rules. Reviewed like code; read again when it changes.

# In the order of promotion: the next one is proposed when the one before is verified and has soaked.
environments:
  - name: dev
    rejectAtOrAbove: 9
    autoMergeBelow: 4 # small updates go in without a person
    soakMinutes: 0.5
    stuckAfterMinutes: 1
  - name: staging
    rejectAtOrAbove: 8
    soakMinutes: 1
    stuckAfterMinutes: 1
  - name: prod
    rejectAtOrAbove: 8
    soakMinutes: 0
    stuckAfterMinutes: 1

clusters:
${["dev", "staging", "prod"].map(cluster).join("")}
criteria:
  # Told to the model as rules. What it says of them has to be cited from the notes.
  text: |
    These nodes run workloads in scope of PCI-DSS 4.0 and SOC 2.
    - PCI-DSS 6.3.3: fixes of critical and high vulnerabilities are installed within a month. A release that fixes
      one is urgent, whatever else it brings.
    - PCI-DSS 6.5.1 and SOC 2 CC8.1: a change has a documented description and impact. A release whose notes are
      missing or say nothing of a changed kernel or runtime is no documented change.
    - SOC 2 CC7.1: a component that was added or removed without an explanation is a finding.
    - SOC 2 A1.2: a change of the container runtime's major version is tried outside of production first.
  rules:
    - id: pci-documented-change
      text: PCI-DSS 6.5.1 wants each change described; notes are missing for a part of this one.
      fact: notesMissing
      is: ">="
      value: 1
      effect: { risk: 7 }
    - id: soc2-runtime-major
      text: SOC 2 A1.2 has a new major version of the container runtime tried before production.
      fact: packageMajor
      of: [containerd, runc]
      is: ">="
      value: 1
      effect: { risk: 7 }
    - id: soc2-downgrade
      text: SOC 2 CC7.1 wants a downgraded component explained before it is rolled out.
      fact: packageDowngraded
      is: ">="
      value: 1
      effect: { risk: 6 }
  rejectOnUnfixedCritical: true

model:
  id: lab.reviewer-v1
  guardrail: { id: labguardrail, version: "1" }
  timeoutSeconds: 30

notify:
  topicArn: ${topicArn}
`;

const cluster = (name: string): string => `  - name: ${name}
    environment: ${name}
    kubernetesVersion: "1.34"
    argo: { namespace: argocd, application: karpenter-nodeclass }
    repository: { owner: platform, name: eks-config, branch: main }
    nodeClasses:
      - { name: default, path: karpenter-configs/clusters/${name}/nodeclass.yaml }
`;

/** Where AWS tells the image that these clusters should run. */
export const WATCHED_PARAMETER =
  "/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/standard/recommended/image_id";
