"use client";

import { useState } from "react";
import type { Base } from "@/components/agents/edit/use-draft";
import { FileChanges } from "@/components/agents/parts/file-changes";
import { ActionButton } from "@/components/data/action-button";
import { ProblemNote } from "@/components/data/problem-note";
import { readResult } from "@/components/data/read-result";
import type { ServerAction } from "@/components/data/use-server-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { compareFiles } from "@/lib/agents/compare-files";
import type { AgentFiles } from "@/lib/agents/config";
import type { SaveAgentInput } from "@/lib/agents/inputs";
import { agentReadUrls } from "@/lib/agents/read-urls";
import type { VersionView } from "@/lib/agents/views";

/** What will be saved, line by line, and a note; somebody's newer version is shown before it is written over. */
export function SaveDialog({
  name,
  files,
  base,
  action,
  onBase,
  onClose,
}: {
  name: string;
  files: AgentFiles;
  base: Base | undefined;
  action: ServerAction<SaveAgentInput>;
  onBase: (base: Base) => void;
  onClose: () => void;
}) {
  const [note, setNote] = useState("");
  const [looking, setLooking] = useState(false);
  const [unread, setUnread] = useState<string>();
  const changes = compareFiles(base?.files ?? {}, files);
  const stale = action.problem?.code === "stale" && base !== undefined;
  const save = () =>
    action.run({
      name,
      files,
      ...(base && { basedOn: base.version }),
      ...(note.trim() && { note: note.trim() }),
    });
  const compareWithNewest = async () => {
    setLooking(true);
    setUnread(undefined);
    try {
      onBase(await readNewest(name));
      action.reset();
    } catch (error) {
      setUnread(error instanceof Error ? error.message : "It could not be read.");
    }
    setLooking(false);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={base ? `Save a new version of ${name}?` : `Save ${name}?`}
      description={
        base
          ? `Against version ${base.version}. New sessions take the new version; those that run keep theirs.`
          : "A new agent, at once there for everybody who may use agents."
      }
      className="max-w-[min(56rem,calc(100vw-2rem))]"
    >
      <div className="grid min-w-0 gap-3">
        {changes.length === 0 ? (
          <p className="text-muted">Nothing differs from that version.</p>
        ) : (
          <div className="max-h-[50vh] min-w-0 overflow-y-auto">
            <FileChanges changes={changes} />
          </div>
        )}
        <Field label="Note (optional)" hint="Why; it stands with the version and in the ledger.">
          <Input
            value={note}
            maxLength={500}
            data-autofocus=""
            onChange={({ target }) => setNote(target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && !event.nativeEvent.isComposing && changes.length > 0)
                save();
            }}
          />
        </Field>
        {action.problem ? <ProblemNote problem={action.problem} /> : null}
        {stale ? (
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <p className="min-w-0 flex-1 basis-60 text-muted">
              Nothing of yours is lost. Compare it with the newest version: what you then save is
              what stands here, and what the comparison takes out is gone.
            </p>
            <ActionButton pending={looking} onPress={() => void compareWithNewest()}>
              Compare with the newest
            </ActionButton>
          </div>
        ) : null}
        {unread ? <ProblemNote problem={{ message: unread }} /> : null}
      </div>
      <DialogFooter>
        <Button onClick={onClose}>Go on editing</Button>
        <ActionButton
          variant="primary"
          pending={action.pending}
          disabledWhy={
            stale
              ? "There is a newer version: compare yours with it first."
              : changes.length === 0
                ? "There is nothing to save."
                : undefined
          }
          onPress={save}
        >
          Save
        </ActionButton>
      </DialogFooter>
    </Dialog>
  );
}

/** @throws ProblemError */
async function readNewest(name: string): Promise<Base> {
  const { signal } = new AbortController();
  const { versions } = await readResult<{ versions: VersionView[] }>(
    agentReadUrls.versions(name),
    signal,
  );
  const version = versions[0]?.version ?? 1;
  const { files = {} } = await readResult<{ files?: AgentFiles }>(
    agentReadUrls.versions(name, version),
    signal,
  );
  return { version, files };
}
