import "server-only";
import {
  AnswerCallInput,
  BringAgentBackInput,
  DecideCallInput,
  ForgetMemoryInput,
  ForkSessionInput,
  InvokeAgentInput,
  RenameSessionInput,
  ResumeSessionInput,
  RetireAgentInput,
  RunCommandInput,
  SaveAgentInput,
  SendMessageInput,
  ShareSessionInput,
  StopRunInput,
  SwitchModeInput,
  SwitchModelInput,
  SwitchOffInput,
  SwitchOnInput,
} from "@/lib/agents/inputs";
import type { ActionDefinition } from "@/server/platform/define-action";
import { hideCredentials } from "@/server/platform/log";
import { answerCall } from "./answer-call";
import { bringAgentBack } from "./bring-agent-back";
import { decideCall } from "./decide-call";
import { forgetMemory } from "./forget-memory";
import { forkSession } from "./fork-session";
import { invokeAgent } from "./invoke-agent";
import { renameSession } from "./rename-session";
import { resumeSession } from "./resume-session";
import { retireAgent } from "./retire-agent";
import { runCommand } from "./run-command";
import { saveAgent } from "./save-agent";
import { sendMessage } from "./send-message";
import { titleOf } from "./session-plan";
import { shareSession } from "./share-session";
import { stopRun } from "./stop-run";
import { switchMode } from "./switch-mode";
import { switchModel } from "./switch-model";
import { switchOff } from "./switch-off";
import { switchOn } from "./switch-on";

type Told = { message: string };
type InSession = { sessionId: string };
const session = ({ sessionId }: InSession): string => sessionId;
const agentOrAll = ({ agent }: { agent?: string | undefined }): string => agent ?? "all agents";

// What is said to agents is in the session's journal, which its owner shares or not; the ledger,
// which more people read, keeps that it was said.

export const invokeAgentDefinition: ActionDefinition<typeof InvokeAgentInput, InSession> = {
  name: "agent.invoke",
  permission: "agent.use",
  input: InvokeAgentInput,
  target: ({ agent }) => agent,
  record: ({ message, ...input }) => ({ ...input, title: hideCredentials(titleOf(message)) }),
  run: invokeAgent,
};

export const sendMessageDefinition: ActionDefinition<typeof SendMessageInput, InSession> = {
  name: "agent.send",
  permission: "agent.use",
  input: SendMessageInput,
  target: session,
  record: ({ message, ...input }) => ({ ...input, characters: message.length }),
  run: sendMessage,
};

export const resumeSessionDefinition: ActionDefinition<typeof ResumeSessionInput, InSession> = {
  name: "agent.resume",
  permission: "agent.use",
  input: ResumeSessionInput,
  target: session,
  run: resumeSession,
};

export const stopRunDefinition: ActionDefinition<typeof StopRunInput, Told> = {
  name: "agent.stop",
  permission: "agent.use",
  input: StopRunInput,
  target: session,
  run: stopRun,
};

export const switchModelDefinition: ActionDefinition<typeof SwitchModelInput, Told> = {
  name: "agent.switch-model",
  permission: "agent.use",
  input: SwitchModelInput,
  target: session,
  run: switchModel,
};

export const switchModeDefinition: ActionDefinition<typeof SwitchModeInput, Told> = {
  name: "agent.switch-mode",
  permission: "agent.use",
  input: SwitchModeInput,
  target: session,
  run: switchMode,
};

export const renameSessionDefinition: ActionDefinition<typeof RenameSessionInput, Told> = {
  name: "agent.rename",
  permission: "agent.use",
  input: RenameSessionInput,
  target: session,
  record: ({ sessionId, title }) => ({ sessionId, title: hideCredentials(title) }),
  run: renameSession,
};

export const shareSessionDefinition: ActionDefinition<typeof ShareSessionInput, Told> = {
  name: "agent.share",
  permission: "agent.use",
  input: ShareSessionInput,
  target: session,
  run: shareSession,
};

export const forkSessionDefinition: ActionDefinition<typeof ForkSessionInput, InSession> = {
  name: "agent.fork",
  permission: "agent.use",
  input: ForkSessionInput,
  target: session,
  run: forkSession,
};

export const runCommandDefinition: ActionDefinition<typeof RunCommandInput, { commandId: string }> =
  {
    name: "agent.command",
    permission: "agent.use",
    input: RunCommandInput,
    target: session,
    record: ({ sessionId, command }) => ({
      sessionId,
      command: hideCredentials(command.slice(0, 500)),
    }),
    run: runCommand,
  };

export const decideCallDefinition: ActionDefinition<typeof DecideCallInput, Told> = {
  name: "agent.decide",
  permission: "agent.approve",
  input: DecideCallInput,
  target: ({ approvalId }) => approvalId,
  why: ({ reason }) => reason,
  record: ({ editedInput, ...input }) => ({ ...input, edited: editedInput !== undefined }),
  run: decideCall,
};

export const answerCallDefinition: ActionDefinition<typeof AnswerCallInput, Told> = {
  name: "agent.answer",
  permission: "agent.use",
  input: AnswerCallInput,
  target: session,
  record: ({ answer, ...input }) => ({ ...input, characters: answer.length }),
  run: answerCall,
};

export const saveAgentDefinition: ActionDefinition<typeof SaveAgentInput, { version: number }> = {
  name: "agent.save",
  permission: "agent.manage",
  input: SaveAgentInput,
  target: ({ name }) => name,
  why: ({ note }) => note,
  record: ({ files, ...input }) => ({ ...input, files: Object.keys(files).slice(0, 100) }),
  run: saveAgent,
};

export const retireAgentDefinition: ActionDefinition<typeof RetireAgentInput, Told> = {
  name: "agent.retire",
  permission: "agent.manage",
  input: RetireAgentInput,
  target: ({ agent }) => agent,
  why: ({ reason }) => reason,
  run: retireAgent,
};

export const bringAgentBackDefinition: ActionDefinition<
  typeof BringAgentBackInput,
  Told & { version: number }
> = {
  name: "agent.bring-back",
  permission: "agent.manage",
  input: BringAgentBackInput,
  target: ({ agent }) => agent,
  run: bringAgentBack,
};

export const forgetMemoryDefinition: ActionDefinition<typeof ForgetMemoryInput, Told> = {
  name: "agent.forget",
  permission: "agent.use",
  input: ForgetMemoryInput,
  target: ({ memoryId }) => memoryId,
  run: forgetMemory,
};

export const switchOffDefinition: ActionDefinition<
  typeof SwitchOffInput,
  Told & { stopped: number }
> = {
  name: "agent.switch-off",
  permission: "agent.approve",
  input: SwitchOffInput,
  target: agentOrAll,
  why: ({ reason }) => reason,
  run: switchOff,
};

export const switchOnDefinition: ActionDefinition<typeof SwitchOnInput, Told> = {
  name: "agent.switch-on",
  permission: "agent.manage",
  input: SwitchOnInput,
  target: agentOrAll,
  run: switchOn,
};
