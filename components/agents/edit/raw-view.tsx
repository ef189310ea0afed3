"use client";

import { FilePlus, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useEdit } from "@/components/agents/edit/edit-context";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { badPath } from "@/lib/agents/agent-path";
import { byImportance } from "@/lib/agents/compare-files";
import { HARNESS_FILE } from "@/lib/agents/parse-agent";
import { plural } from "@/lib/platform/format";
import { plainText } from "@/lib/platform/plain-text";

/** The folder's files as text; the form shows the same at once. */
export function RawView({
  path,
  line,
  onPath,
}: {
  path: string | undefined;
  /** Where to begin, from 1. */
  line: number | undefined;
  onPath: (path: string) => void;
}) {
  const { files, setFiles, problems } = useEdit();
  const paths = Object.keys(files).sort(byImportance);
  const open = path !== undefined && files[path] !== undefined ? path : paths[0];
  return (
    <div className="grid gap-3 lg:grid-cols-[16rem_minmax(0,1fr)]">
      <div className="grid content-start gap-3">
        <nav aria-label="Files" className="rounded-md border">
          <ul>
            {paths.map((each) => {
              const count = problems.filter(({ file }) => file === each).length;
              return (
                <li key={each} className="border-t first:border-t-0">
                  <button
                    type="button"
                    aria-current={each === open ? "true" : undefined}
                    onClick={() => onPath(each)}
                    className={cn(
                      "flex min-h-8 w-full items-center gap-2 px-3 py-1 text-start font-mono text-meta wrap-anywhere outline-offset-[-2px] hover:bg-hover pointer-coarse:min-h-11",
                      each === open && "bg-selected font-medium",
                    )}
                  >
                    <span className="min-w-0 flex-1">{plainText(each)}</span>
                    {count > 0 ? (
                      <span className="shrink-0 text-failed">{plural(count, "problem")}</span>
                    ) : null}
                  </button>
                </li>
              );
            })}
          </ul>
        </nav>
        <NewFile
          taken={paths}
          onAdd={(added) => {
            setFiles({ ...files, [added]: "" });
            onPath(added);
          }}
        />
      </div>
      {open === undefined ? (
        <p className="text-muted">There is no file yet.</p>
      ) : (
        <FileText
          key={open}
          path={open}
          text={files[open] ?? ""}
          line={open === path ? line : undefined}
          onText={(text) => setFiles({ ...files, [open]: text })}
          {...(open !== HARNESS_FILE && {
            onDelete: () => {
              const { [open]: _gone, ...rest } = files;
              setFiles(rest);
            },
          })}
        />
      )}
    </div>
  );
}

function FileText({
  path,
  text,
  line,
  onText,
  onDelete,
}: {
  path: string;
  text: string;
  line: number | undefined;
  onText: (text: string) => void;
  onDelete?: () => void;
}) {
  const { problems } = useEdit();
  const area = useRef<HTMLTextAreaElement>(null);
  const first = useRef(text);
  useEffect(() => {
    if (line === undefined || !area.current) return;
    const lines = first.current.split("\n");
    const from = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    area.current.focus();
    area.current.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
  }, [line]);
  const own = problems.filter(({ file }) => file === path);
  return (
    <div className="grid min-w-0 content-start gap-2">
      <Field
        label={<span className="font-mono">{plainText(path)}</span>}
        {...(own.length > 0 && { error: own.map(({ message }) => message).join(" ") })}
      >
        <Textarea
          ref={area}
          rows={28}
          spellCheck={path.endsWith(".md")}
          className="font-mono text-meta whitespace-pre"
          value={text}
          onChange={({ target }) => onText(target.value)}
        />
      </Field>
      {onDelete ? (
        <Button size="sm" variant="ghost" className="justify-self-start" onClick={onDelete}>
          <Trash2 aria-hidden="true" className="size-3.5" />
          Take this file away
        </Button>
      ) : null}
    </div>
  );
}

function NewFile({ taken, onAdd }: { taken: readonly string[]; onAdd: (path: string) => void }) {
  const [path, setPath] = useState("");
  const [tried, setTried] = useState(false);
  const typed = path.trim();
  const why = badPath(typed);
  const wrong = why
    ? `The path ${why}.`
    : taken.includes(typed)
      ? "There is a file of that name already."
      : undefined;
  const add = () => {
    setTried(true);
    if (wrong) return;
    onAdd(typed);
    setPath("");
    setTried(false);
  };
  return (
    <div className="grid gap-2">
      <Field label="New file" {...(tried && wrong ? { error: wrong } : {})}>
        <Input
          className="font-mono text-meta"
          placeholder="skills/…/SKILL.md"
          value={path}
          onChange={({ target }) => setPath(target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            add();
          }}
        />
      </Field>
      <Button size="sm" className="justify-self-start" onClick={add}>
        <FilePlus aria-hidden="true" className="size-3.5" />
        Add the file
      </Button>
    </div>
  );
}
