import "server-only";
import { AppError } from "@/server/platform/errors";
import type { AgentTool, Workspace } from "../contracts";

/** Functions by whose name their author asks for a consent rather than for an answer. */
const CONSENT = /approv|confirm|consent|permission|authori[sz]e/i;

/**
 * An inline function of a harness on AgentCore, as the gate sees it. What it stands for is not known
 * here, so it may change things and a person is asked: for a consent where its name wants one, else for
 * an answer.
 */
export const remoteTool = (name: string): AgentTool => ({
  name,
  description: "An inline function of an agent on AgentCore.",
  inputSchema: { type: "object" },
  source: "inline",
  class: "change",
  ...(!CONSENT.test(name) && { answeredByPerson: true }),
  preview: async () => ({
    sentence: CONSENT.test(name)
      ? `Tells the agent on AgentCore that ${name} is approved with these arguments. What it does then, it does there.`
      : `The agent on AgentCore asks ${name} and waits for the answer.`,
  }),
  run: async () => ({ status: "success", content: [{ text: "Approved." }] }),
});

const away = (): never => {
  throw new AppError("conflict", "The files of this session are on AgentCore.");
};

/** Stands where a call wants a workspace: a remote session's files are at the other end. */
export const NO_WORKSPACE: Workspace = {
  isolation: { level: "microvm", why: "AgentCore gives each session a machine of its own." },
  limits: {
    memoryMb: 0,
    cpuSeconds: 0,
    processes: 0,
    diskMb: 0,
    timeoutMs: 0,
    outputBytes: 0,
  },
  run: async () => away(),
  start: async () => away(),
  read: async () => away(),
  write: async () => away(),
  remove: async () => away(),
  list: async () => away(),
  stop: async () => {},
};
