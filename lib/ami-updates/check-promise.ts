import type { ClusterFacts } from "./cluster-facts";

type Node = ClusterFacts["nodes"][number];

/**
 * What on a node is not what the notes promised, one sentence each. Packages carry more than a node
 * reports (`2.1.4-1.amzn2023.0.1` is `containerd://2.1.4`), so only what both say is compared.
 */
export function checkPromise(promised: Record<string, string>, node: Node): string[] {
  const found: string[] = [];
  const compare = (name: string, promise: string | undefined, reported: string, same: Same) => {
    if (promise && reported && !same(promise, reported))
      found.push(`${name} is ${reported}; the notes promise ${promise}.`);
  };
  compare("kubelet", promised.kubelet, node.kubelet, sameVersion);
  compare("kernel", promised.kernel, node.kernel, sameKernel);
  compare("containerd", promised.containerd, versionOfRuntime(node.runtime), sameVersion);
  return found;
}

/** `containerd://2.1.4` → `2.1.4`; of another runtime its whole name, which then never fits. */
export const versionOfRuntime = (runtime: string): string =>
  runtime.replace(/^containerd:\/\//, "");

/** Whether what a node reports is what the notes promise of it. */
export const keepsPromise = (
  of: "kubelet" | "kernel" | "containerd",
  promised: string,
  reported: string,
): boolean => (of === "kernel" ? sameKernel : sameVersion)(promised, reported);

type Same = (promised: string, reported: string) => boolean;

/** Upstream versions alone: `v1.34.9-eks-3cfe0ce` and `1.34.9-20260714`. */
const sameVersion: Same = (promised, reported) => {
  const [a, b] = [upstream(promised), upstream(reported)];
  return a === undefined || a === b;
};

const upstream = (version: string): string | undefined =>
  version.replace(/^\d+:/, "").match(/\d+\.\d+(\.\d+)?/)?.[0];

/** Version and release; the node adds its architecture, and a table may leave the distribution out. */
const sameKernel: Same = (promised, reported) => {
  const bare = (text: string) => text.replace(/^\d+:/, "").replace(/\.(x86_64|aarch64)$/, "");
  const [a, b] = [bare(promised), bare(reported)];
  return a === b || b.startsWith(`${a}.`) || b.startsWith(`${a}-`) || a.startsWith(`${b}.`);
};
