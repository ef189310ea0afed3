"use client";

import { FolderUp } from "lucide-react";
import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { type Dropped, filesOfDrop, readGiven } from "@/components/agents/edit/read-dropped";
import { ProblemNote } from "@/components/data/problem-note";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import type { AgentFiles } from "@/lib/agents/config";

/** Takes an agent's folder or a zip of it: dropped anywhere on the form, or chosen by its buttons. */
export function DropFolder({
  onFiles,
  children,
}: {
  onFiles: (files: AgentFiles) => void;
  children: ReactNode;
}) {
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<string>();
  const folder = useRef<HTMLInputElement>(null);
  const zip = useRef<HTMLInputElement>(null);
  const take = async (reading: Promise<Dropped>) => {
    const given = await reading.catch(() => ({ problem: "That could not be read." }));
    if ("problem" in given) return setProblem(given.problem);
    setProblem(undefined);
    onFiles(given.files);
  };
  const chosen = (list: FileList | null) => {
    if (!list?.length) return;
    void take(
      readGiven([...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }))),
    );
  };
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the buttons are the keyboard's
    <div
      className={cn("grid gap-3 rounded-md", over && "outline-2 outline-accent outline-dashed")}
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(false);
        void take(filesOfDrop(event.dataTransfer).then(readGiven));
      }}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-dashed px-3 py-2">
        <FolderUp aria-hidden="true" className="size-4 shrink-0 text-muted" />
        <p className="min-w-0 flex-1 basis-60 text-muted">
          Drop an agent's folder or a zip of it anywhere here, as the agentcore CLI writes it; or
          choose one. It fills the form and is not saved yet.
        </p>
        <Button size="sm" onClick={() => folder.current?.click()}>
          Choose a folder…
        </Button>
        <Button size="sm" onClick={() => zip.current?.click()}>
          Choose a zip…
        </Button>
        <input
          ref={folder}
          type="file"
          hidden
          aria-label="Folder of an agent"
          {...{ webkitdirectory: "" }}
          onChange={({ target }) => {
            chosen(target.files);
            target.value = "";
          }}
        />
        <input
          ref={zip}
          type="file"
          hidden
          accept=".zip,application/zip"
          aria-label="Zip of an agent"
          onChange={({ target }) => {
            chosen(target.files);
            target.value = "";
          }}
        />
      </div>
      {problem ? <ProblemNote problem={{ message: problem, retryable: false }} /> : null}
      {children}
    </div>
  );
}
