"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, Download } from "lucide-react";
import { MachineText } from "@/components/agents/session/json-text";
import { ProblemNote } from "@/components/data/problem-note";
import { Button, buttonClass } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { fileKind } from "@/lib/agents/file-kind";
import { agentKeys } from "@/lib/agents/keys";
import { sessionReadUrls } from "@/lib/agents/read-urls";
import { plainText } from "@/lib/platform/plain-text";

/** What of a text is shown; all of it can be saved. */
const LONGEST = 200_000;

/** A file of the workspace: a picture drawn, a text read, anything else to be saved. */
export function FileView({
  sessionId,
  path,
  onClose,
}: {
  sessionId: string;
  path: string;
  onClose: () => void;
}) {
  const kind = fileKind(path);
  const url = sessionReadUrls.file(sessionId, path);
  const name = plainText(path.split("/").at(-1) ?? path);
  const text = useQuery({
    queryKey: [...agentKeys.files(sessionId, path), "text"],
    enabled: kind === "text",
    retry: false,
    queryFn: async ({ signal }) => {
      const response = await fetch(url, { signal });
      if (!response.ok) throw new Error("unread");
      return response.text();
    },
  });
  return (
    <section aria-label={name} className="grid min-w-0 gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Button variant="ghost" size="sm" onClick={onClose} className="lg:hidden">
          <ArrowLeft aria-hidden="true" className="size-4" /> All files
        </Button>
        <h2 className="min-w-0 font-mono text-meta wrap-anywhere">{plainText(path)}</h2>
        <a
          href={url}
          download={path.split("/").at(-1)}
          className={buttonClass({ size: "sm", className: "ml-auto" })}
        >
          <Download aria-hidden="true" className="size-4" /> Download
        </a>
      </div>
      {kind === "picture" ? (
        // biome-ignore lint/performance/noImgElement: it is a file of the session, behind the person's sign-in
        <img
          src={url}
          alt={`${name}, made in this session`}
          className="max-h-[70vh] max-w-full rounded-md border bg-white"
        />
      ) : kind === "other" ? (
        <p className="text-muted">This file is no text and no picture; download it to open it.</p>
      ) : text.isError ? (
        <ProblemNote
          problem={{ message: "This file could not be read; it may be gone." }}
          onRetry={() => void text.refetch()}
        />
      ) : text.data === undefined ? (
        <Skeleton className="h-48" />
      ) : text.data === "" ? (
        <p className="text-muted">The file is empty.</p>
      ) : (
        <>
          <MachineText text={text.data.slice(0, LONGEST)} label={name} className="max-h-[70vh]" />
          {text.data.length > LONGEST ? (
            <p className="text-meta text-muted">
              The first 200,000 characters are shown; download it for the rest.
            </p>
          ) : null}
        </>
      )}
    </section>
  );
}
