import { UsageError } from "./options.ts";

type Command = (args: string[]) => Promise<void>;

const COMMANDS: Record<string, () => Promise<Command>> = {
  publish: async () => (await import("./ami-publish.ts")).amiPublish,
  list: async () => (await import("./ami-list.ts")).amiList,
  node: async () => (await import("./ami-node.ts")).amiNode,
  argo: async () => (await import("./ami-argo.ts")).amiArgo,
  pulls: async () => (await import("./ami-pulls.ts")).amiPulls,
  merge: async () => (await import("./ami-merge.ts")).amiMerge,
  close: async () => (await import("./ami-close.ts")).amiClose,
  edit: async () => (await import("./ami-edit.ts")).amiEdit,
};

/** `lab ami <command>`: node images, and what people and machines do with them. */
export async function ami(args: string[]): Promise<void> {
  const [name = "", ...rest] = args;
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) {
    throw new UsageError(`ami takes ${Object.keys(COMMANDS).join(", ")}, not "${name}".`);
  }
  await (await load())(rest);
}
