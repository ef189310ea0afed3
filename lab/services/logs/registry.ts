/** Which log groups and streams exist, and where each stream's file lies. */
import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { AwsError } from "../../core/aws-error.ts";
import type { Lab } from "../../core/contracts.ts";

export interface LogGroup {
  name: string;
  /** Milliseconds since 1970. */
  creationTime: number;
  retentionInDays?: number;
  tags?: Record<string, string>;
}

export interface LogStream {
  group: string;
  name: string;
  creationTime: number;
}

export interface LogRegistry {
  group(name: string): LogGroup;
  groups(): LogGroup[];
  createGroup(name: string, tags?: Record<string, string>): void;
  updateGroup(group: LogGroup): void;
  deleteGroup(name: string): void;
  stream(group: string, name: string): LogStream;
  streams(group: string): LogStream[];
  createStream(group: string, name: string): void;
  deleteStream(group: string, name: string): void;
  /** Group and stream exist afterwards. */
  ensure(group: string, stream: string): void;
  path(group: string, stream: string): string;
}

const hash = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 24);
const invalid = (message: string) => new AwsError("InvalidParameterException", message);

export function createRegistry(lab: Lab): LogRegistry {
  const groups = lab.store.collection<LogGroup>("logs.groups");
  const streams = lab.store.collection<LogStream>("logs.streams");
  const root = join(lab.stateDir, "logs");
  const id = (group: string, stream: string) => `${hash(group)}/${stream}`;

  const registry: LogRegistry = {
    group(name) {
      const found = groups.get(name);
      if (!found) {
        throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
      }
      return found;
    },
    groups: () => groups.list(),
    createGroup(name, tags) {
      if (typeof name !== "string" || !/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name)) {
        throw invalid("The log group name is not valid.");
      }
      if (groups.get(name)) {
        const message = "The specified log group already exists";
        throw new AwsError("ResourceAlreadyExistsException", message);
      }
      groups.put(name, { name, creationTime: Date.now(), ...(tags ? { tags } : {}) });
    },
    updateGroup: (group) => groups.put(group.name, group),
    deleteGroup(name) {
      registry.group(name);
      for (const stream of streams.list(`${hash(name)}/`)) registry.deleteStream(name, stream.name);
      groups.delete(name);
    },
    stream(group, name) {
      registry.group(group);
      const found = streams.get(id(group, name));
      if (!found) {
        throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.");
      }
      return found;
    },
    streams(group) {
      registry.group(group);
      return streams.list(`${hash(group)}/`);
    },
    createStream(group, name) {
      registry.group(group);
      if (typeof name !== "string" || !/^[^:*]{1,512}$/.test(name)) {
        throw invalid("The log stream name is not valid.");
      }
      if (streams.get(id(group, name))) {
        const message = "The specified log stream already exists";
        throw new AwsError("ResourceAlreadyExistsException", message);
      }
      streams.put(id(group, name), { group, name, creationTime: Date.now() });
    },
    deleteStream(group, name) {
      registry.stream(group, name);
      streams.delete(id(group, name));
      rmSync(registry.path(group, name), { force: true });
    },
    ensure(group, stream) {
      if (!groups.get(group)) registry.createGroup(group);
      if (!streams.get(id(group, stream))) registry.createStream(group, stream);
    },
    path: (group, stream) => join(root, hash(group), `${hash(stream)}.log`),
  };
  return registry;
}
