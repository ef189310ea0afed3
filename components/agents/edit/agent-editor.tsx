"use client";

import { useRouter } from "next/navigation";
import { useDeferredValue, useMemo, useState } from "react";
import { DropFolder } from "@/components/agents/edit/drop-folder";
import { type Edit, EditProvider } from "@/components/agents/edit/edit-context";
import { NewerNote, RestoredNote } from "@/components/agents/edit/edit-notes";
import { FormView, PARTS } from "@/components/agents/edit/form-view";
import { ProblemList } from "@/components/agents/edit/problem-list";
import { RawView } from "@/components/agents/edit/raw-view";
import { SaveDialog } from "@/components/agents/edit/save-dialog";
import { showField } from "@/components/agents/edit/show-field";
import { type Base, useDraft } from "@/components/agents/edit/use-draft";
import { ActionButton } from "@/components/data/action-button";
import { Panel } from "@/components/data/panel";
import { useServerAction } from "@/components/data/use-server-action";
import { liveKey } from "@/components/shell/live/keys";
import { Button } from "@/components/ui/button";
import { configOf, newAgent, valueAt, withChanges } from "@/lib/agents/agent-draft";
import { compareFiles } from "@/lib/agents/compare-files";
import { findUnresolved } from "@/lib/agents/find-unresolved";
import { agentKeys, agentTopics } from "@/lib/agents/keys";
import {
  type AgentProblem,
  CONSOLE_FILE,
  HARNESS_FILE,
  parseAgent,
} from "@/lib/agents/parse-agent";
import type { EditorParts } from "@/lib/agents/views";
import { plural } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";
import { saveAgentAction } from "@/server/agents/actions";

/** A new agent, or a new version of one: a form and its files, checked while they are typed. */
export function AgentEditor({
  agent,
  newest,
  parts,
}: {
  agent?: string;
  newest?: Base;
  parts: EditorParts;
}) {
  const router = useRouter();
  const [start] = useState(() => newest?.files ?? newAgent(parts.models[0]));
  const draft = useDraft(agent, start, newest);
  const { files, setFiles, base, dirty } = draft;
  const [mode, setMode] = useState<"form" | "files">("form");
  const [open, setOpen] = useState<{ path: string; line?: number }>();
  const [saving, setSaving] = useState(false);
  const config = useMemo(
    () => ({
      [HARNESS_FILE]: configOf(files, HARNESS_FILE),
      [CONSOLE_FILE]: configOf(files, CONSOLE_FILE),
    }),
    [files],
  );
  const read = useDeferredValue(files);
  const { problems, unresolved } = useMemo(() => check(read, parts, agent), [read, parts, agent]);
  const changes = useMemo(() => compareFiles(base?.files ?? start, read), [base, start, read]);
  const untouched = agent === undefined && !dirty;
  const name = agent ?? String(valueAt(config[HARNESS_FILE], ["name"]) ?? "");
  const action = useServerAction({
    action: saveAgentAction,
    said: ({ version }) => `Version ${version} is saved and in force.`,
    reads: [liveKey(agentTopics.overview()), agentKeys.agents()],
    onSettled: (told) => {
      if (!told) return setSaving(false);
      draft.forget();
      router.push(routes.agent(name));
      router.refresh();
    },
  });
  const openFile = (path: string, line?: number) => {
    setOpen({ path, ...(line !== undefined && { line }) });
    setMode("files");
  };
  const show = ({ file, key, line }: AgentProblem) => {
    if (file === undefined) return setMode("files");
    const shown = mode === "form" && showField(file, key);
    if (!shown) openFile(file, line);
  };
  const edit: Edit = {
    files,
    config,
    // Nobody is told off for a form that they have not begun.
    problems: untouched ? [] : problems,
    parts,
    ...(agent !== undefined && { agent }),
    change: (file, given) => setFiles((before) => withChanges(before, file, given)),
    setFiles,
    openFile,
  };
  const why = untouched
    ? "Give it a name and instructions first."
    : problems.length > 0
      ? `${plural(problems.length, "problem")} to mend first: ${problems[0]?.message}`
      : dirty
        ? undefined
        : "Nothing was changed yet.";
  const saveButton = (
    <ActionButton
      variant="primary"
      disabledWhy={why}
      onPress={() => {
        action.reset();
        setSaving(true);
      }}
    >
      Review and save…
    </ActionButton>
  );
  return (
    <EditProvider value={edit}>
      <DropFolder onFiles={setFiles}>
        {draft.restored ? <RestoredNote onDiscard={draft.discard} /> : null}
        {agent !== undefined && base ? <NewerNote agent={agent} base={base} /> : null}
        <div className="z-10 -mx-1 flex flex-wrap items-center gap-2 border-b bg-page px-1 py-2 sm:sticky sm:top-(--bar)">
          <fieldset className="flex gap-1 rounded-md border p-0.5">
            <legend className="sr-only">How it is edited</legend>
            {(["form", "files"] as const).map((each) => (
              <Button
                key={each}
                size="sm"
                variant="ghost"
                aria-pressed={mode === each}
                className={mode === each ? "bg-selected font-semibold" : "text-muted"}
                onClick={() => setMode(each)}
              >
                {each === "form" ? "Form" : "Files"}
              </Button>
            ))}
          </fieldset>
          <p className="min-w-0 flex-1 text-meta text-muted max-sm:basis-full">
            Both show the same. Keys that the form does not know stay as they are.
          </p>
          <div className="flex gap-2 max-sm:hidden">
            {dirty ? <Button onClick={draft.discard}>Discard</Button> : null}
            {saveButton}
          </div>
        </div>
        <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_20rem]">
          <div className="min-w-0">
            {mode === "form" ? (
              <FormView />
            ) : (
              <RawView path={open?.path} line={open?.line} onPath={(path) => setOpen({ path })} />
            )}
          </div>
          <aside
            aria-label="Before it is saved"
            className="grid content-start gap-4 self-start xl:sticky xl:top-[calc(var(--bar)+4rem)]"
          >
            <Panel title="Before it is saved" stacked>
              {untouched ? (
                <p className="text-muted">
                  Give it a name and instructions, and pick what it may do. What is wrong is told
                  here while you type.
                </p>
              ) : (
                <ProblemList unresolved={unresolved} onShow={show} />
              )}
              <p className="border-t pt-3 text-meta text-muted">
                {changes.length === 0
                  ? "Nothing was changed yet."
                  : `Changed: ${changes.map(({ path }) => path).join(", ")}`}
              </p>
            </Panel>
            {mode === "form" ? (
              <nav aria-label="Parts of the form" className="max-xl:hidden">
                <ul className="grid gap-0.5">
                  {PARTS.map(([id, title]) => (
                    <li key={id}>
                      <a
                        href={`#part-${id}`}
                        className="flex min-h-7 items-center rounded px-2 text-muted hover:bg-press hover:text-ink"
                      >
                        {title}
                      </a>
                    </li>
                  ))}
                </ul>
              </nav>
            ) : null}
          </aside>
        </div>
        <div className="sticky bottom-0 z-10 -mx-4 grid gap-2 border-t bg-page p-3 sm:hidden">
          {dirty && why ? <p className="line-clamp-2 text-meta text-waiting">{why}</p> : null}
          <div className="flex gap-2 *:h-12 *:flex-1">
            {dirty ? <Button onClick={draft.discard}>Discard</Button> : null}
            {saveButton}
          </div>
        </div>
      </DropFolder>
      {saving ? (
        <SaveDialog
          name={name}
          files={files}
          base={base}
          action={action}
          onBase={draft.setBase}
          onClose={() => setSaving(false)}
        />
      ) : null}
    </EditProvider>
  );
}

/** A stand-in for what a variable holds here: the browser knows its name only. */
const SOMETHING = "variable.example";

function check(files: Record<string, string>, parts: EditorParts, agent: string | undefined) {
  const variables = Object.fromEntries(parts.variables.map((name) => [name, SOMETHING]));
  const { agent: parsed, problems } = parseAgent(files, {
    variables,
    ...(agent !== undefined && { name: agent }),
  });
  const verbs = parts.verbs.map(({ name }) => name);
  return { problems, unresolved: parsed ? findUnresolved({ ...parsed, files }, verbs) : [] };
}
