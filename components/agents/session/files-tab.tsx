"use client";

import { Download, File, Folder, FolderUp, ImageIcon } from "lucide-react";
import { FileView } from "@/components/agents/session/file-view";
import { useReadAfter } from "@/components/agents/session/use-read-after";
import { AsyncView } from "@/components/data/async-view";
import { EmptyState } from "@/components/data/empty-state";
import { TableSkeleton } from "@/components/data/table-skeleton";
import { Timestamp } from "@/components/data/timestamp";
import { useRead } from "@/components/data/use-read";
import { useUrlState } from "@/components/data/use-url-state";
import { buttonClass } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { fileKind } from "@/lib/agents/file-kind";
import { agentKeys } from "@/lib/agents/keys";
import { sessionReadUrls } from "@/lib/agents/read-urls";
import type { SessionFile } from "@/lib/agents/views";
import { formatBytes } from "@/lib/platform/format";
import { plainText } from "@/lib/platform/plain-text";

const ICONS = { folder: Folder, picture: ImageIcon, text: File, other: File } as const;
/** Calls write files while the tab is open: so long after the last event it looks again. */
const LOOK_MS = 500;

/** The session's workspace: its folders, and what is in a file. */
export function FilesTab({ sessionId, version }: { sessionId: string; version: number }) {
  const url = useUrlState();
  const folder = url.get("folder") ?? "";
  const opened = url.get("file");
  const read = useRead<{ files: SessionFile[] }>(
    agentKeys.files(sessionId, folder),
    sessionReadUrls.files(sessionId, folder),
  );
  useReadAfter(version, read.retry, LOOK_MS);
  const files = [...(read.data?.files ?? [])].sort(
    (a, b) => Number(b.folder) - Number(a.folder) || a.path.localeCompare(b.path),
  );
  const parent = folder.split("/").slice(0, -1).join("/");
  return (
    <div className="relative grid min-h-0 flex-1 content-start gap-3 overflow-y-auto py-2 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <div className={cn("min-w-0", opened && "max-lg:hidden")}>
        <AsyncView
          state={read.state}
          problem={read.problem}
          onRetry={read.retry}
          skeleton={<TableSkeleton rows={4} />}
          isEmpty={read.data !== undefined && files.length === 0 && folder === ""}
          empty={
            <EmptyState title="No files yet">
              What the agent writes, downloads or draws in this session appears here.
            </EmptyState>
          }
        >
          <ul className="grid">
            {folder === "" ? null : (
              <li>
                <FileLine
                  icon={FolderUp}
                  name="The folder above"
                  onPress={() => url.set({ folder: parent || null, file: null }, { push: true })}
                />
              </li>
            )}
            {files.map((file) => {
              const kind = file.folder ? "folder" : fileKind(file.path);
              return (
                <li key={file.path} className="flex items-center">
                  <FileLine
                    icon={ICONS[kind]}
                    name={plainText(file.path.split("/").at(-1) ?? file.path)}
                    current={opened === file.path}
                    more={
                      file.folder ? undefined : (
                        <>
                          {formatBytes(file.bytes)} ·{" "}
                          <Timestamp at={file.modifiedAt} focusable={false} />
                        </>
                      )
                    }
                    onPress={() =>
                      url.set(
                        file.folder ? { folder: file.path, file: null } : { file: file.path },
                        { push: true },
                      )
                    }
                  />
                  {file.folder ? null : (
                    <a
                      href={sessionReadUrls.file(sessionId, file.path)}
                      download={file.path.split("/").at(-1)}
                      aria-label={`Download ${plainText(file.path)}`}
                      data-tip="Download"
                      className={buttonClass({ variant: "ghost", size: "icon" })}
                    >
                      <Download aria-hidden="true" className="size-4" />
                    </a>
                  )}
                </li>
              );
            })}
          </ul>
        </AsyncView>
      </div>
      <div className={cn("min-w-0", !opened && "max-lg:hidden")}>
        {opened ? (
          <FileView
            key={opened}
            sessionId={sessionId}
            path={opened}
            onClose={() => url.set({ file: null })}
          />
        ) : files.some((file) => !file.folder) ? (
          <p className="p-2 text-muted">Choose a file to read it here.</p>
        ) : null}
      </div>
    </div>
  );
}

function FileLine({
  icon: Icon,
  name,
  more,
  current = false,
  onPress,
}: {
  icon: typeof File;
  name: string;
  more?: React.ReactNode;
  current?: boolean;
  onPress: () => void;
}) {
  return (
    <button
      type="button"
      aria-current={current || undefined}
      onClick={onPress}
      className={cn(
        "flex min-h-9 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-start hover:bg-hover pointer-coarse:min-h-11",
        current && "bg-selected",
      )}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {more ? <span className="shrink-0 text-meta text-muted">{more}</span> : null}
    </button>
  );
}
