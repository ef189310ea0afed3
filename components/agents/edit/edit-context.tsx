"use client";

import { createContext, useContext } from "react";
import type { ConfigChange, ConfigFile } from "@/lib/agents/agent-draft";
import type { AgentFiles } from "@/lib/agents/config";
import type { AgentProblem } from "@/lib/agents/parse-agent";
import type { EditorParts } from "@/lib/agents/views";

/** What every field of the form reads and changes: the files, understood. */
export interface Edit {
  files: AgentFiles;
  config: Record<ConfigFile, Record<string, unknown> | undefined>;
  problems: readonly AgentProblem[];
  parts: EditorParts;
  /** Absent for an agent that is new. */
  agent?: string;
  change: (file: ConfigFile, changes: readonly ConfigChange[]) => void;
  setFiles: (files: AgentFiles) => void;
  openFile: (path: string, line?: number) => void;
}

const EditContext = createContext<Edit | undefined>(undefined);
export const EditProvider = EditContext;

export function useEdit(): Edit {
  const edit = useContext(EditContext);
  if (!edit) throw new Error("A field of the form stands outside of it.");
  return edit;
}
