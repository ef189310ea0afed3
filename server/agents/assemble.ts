import "server-only";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Session } from "@/lib/agents/session";
import { now } from "@/server/platform/clock";
import type { AgentSettings } from "@/server/platform/env";
import type { PriceTable } from "@/server/platform/prices/cost-of";
import { personById } from "@/server/platform/standing";
import { approvalGate } from "./approvals/gate";
import { recordRefusedCall } from "./approvals/record-refused-call";
import type { AgentParts, CommandOptions, CommandResult, Gate, ToolProvider } from "./contracts";
import { definitions } from "./definitions/definitions";
import { modelsOf } from "./harness/models";
import { runAgent } from "./harness/run-agent";
import { type Announcements, redisAnnouncements } from "./journal/announcements";
import { sessionJournal } from "./journal/journal";
import type { AgentSelf } from "./read-agents";
import type { RunTimes } from "./runs/contracts";
import { Runner } from "./runs/runner";
import { workspaces } from "./sandbox/workspaces";
import { approvalStore } from "./store/approval-store";
import { memoryStore } from "./store/memory-store";
import { sessionStore } from "./store/session-store";
import { spanStore } from "./store/span-store";
import { switchStore } from "./store/switch-store";
import { sandboxTools } from "./tools/sandbox-tools";
import { verbTools } from "./tools/verbs";

/** The workflow put together: records, tools, the gate, and who runs sessions. */
export interface AgentEngine {
  parts: AgentParts;
  gate: Gate;
  providers: ToolProvider[];
  runner: Runner;
  /** A command of a person's in the session's sandbox, wherever that is. */
  runCommand(session: Session, command: string, options: CommandOptions): Promise<CommandResult>;
  /** Harnesses and runtimes on AgentCore; `missing` says why some may be. Never throws. */
  remoteAgents(): Promise<{ agents: AgentSelf[]; missing: string[] }>;
  /** What people see of agents may be another now. */
  changed(): void;
}

export interface AssembleOptions {
  prices: PriceTable;
  consoleUrl?: string;
  changed?(): void;
  announcements?: Announcements;
  /** Further sources of tools. */
  providers?: ToolProvider[];
  times?: Partial<RunTimes>;
  processId?: string;
}

/** The engine from settings, once per process. Opens nothing; runs begin with `runner.open()` or an action. */
export function assembleAgents(settings: AgentSettings, options: AssembleOptions): AgentEngine {
  const announcements = options.announcements ?? redisAnnouncements();
  const changed = options.changed ?? (() => {});
  const journal = sessionJournal(announcements);
  const parts: AgentParts = {
    definitions: definitions(settings),
    sessions: sessionStore(),
    journal,
    approvals: approvalStore(now),
    memories: memoryStore(),
    spans: spanStore(),
    switches: switchStore(),
    workspaces: workspaces({ root: settings.SWITCHYARD_AGENTS_WORKSPACES ?? DEFAULT_ROOT }),
    personById,
    now,
  };
  const gate = approvalGate({ ...parts, recordRefusal: recordRefusedCall, asked: changed });
  const providers = [sandboxTools(parts.workspaces), verbTools(), ...(options.providers ?? [])];
  const modelFor = modelsOf({
    settings,
    prices: options.prices,
    ...(options.consoleUrl && { consoleUrl: options.consoleUrl }),
  });
  const { sessions, workspaces: files } = parts;
  const runner = new Runner({
    agents: parts,
    runAgent: (run, own) =>
      runAgent({ journal: own, sessions, gate, workspaces: files, providers, modelFor, now }, run),
    journalOf: (owner) => sessionJournal(announcements, owner),
    announcements,
    processId: options.processId ?? randomUUID(),
    changed,
    ...(options.times && { times: options.times }),
  });
  const runCommand: AgentEngine["runCommand"] = async (session, command, commandOptions) => {
    const definition = await parts.definitions.read(session.agent, session.version);
    const workspace = await files.open(session.id, definition.console.sandbox);
    return workspace.run(command, commandOptions);
  };
  return { parts, gate, providers, runner, runCommand, remoteAgents: noRemote, changed };
}

const noRemote = async () => ({ agents: [], missing: [] });

/** Where sessions' files are when nobody says: one process of one machine. */
const DEFAULT_ROOT = join(tmpdir(), "switchyard-workspaces");
