"use client";

import { useState } from "react";
import { AddButton, AddRow } from "@/components/agents/edit/add-row";
import { useEdit } from "@/components/agents/edit/edit-context";
import { useValue } from "@/components/agents/edit/fields";
import { NameField } from "@/components/agents/edit/name-field";
import { RemoveRow } from "@/components/agents/edit/remove-row";
import { Section } from "@/components/agents/edit/section";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { valueAt } from "@/lib/agents/agent-draft";
import { CONSOLE_FILE } from "@/lib/agents/parse-agent";
import {
  ownVariables,
  renameVariable,
  VARIABLE_NAME,
  variablesUsed,
} from "@/lib/agents/variables-of";
import { plainText } from "@/lib/platform/plain-text";

/** What stands for `{{NAME}}`: addresses and sources that differ by place. */
export function VariablesSection() {
  const { files, config, parts, change } = useEdit();
  const { problem } = useValue({ file: CONSOLE_FILE, path: ["variables"] });
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const own = ownVariables(files);
  const used = variablesUsed(files);
  const others = [...used.keys()].filter((each) => !own.includes(each));
  const placed = others.filter((each) => parts.variables.includes(each));
  const missing = others.filter((each) => !parts.variables.includes(each));
  const typed = name.trim();
  const wrong = !VARIABLE_NAME.test(typed)
    ? "Capitals, digits and underscores, a letter first."
    : own.includes(typed)
      ? "There is a variable of that name already."
      : undefined;
  const put = (each: string, value: string | undefined) =>
    change(CONSOLE_FILE, [
      own.length === 1 && own[0] === each && value === undefined
        ? [["variables"], undefined]
        : [["variables", each], value],
    ]);
  const add = () => {
    setTried(true);
    if (wrong) return;
    put(typed, "");
    setName("");
    setTried(false);
  };
  const broken = own.length === 0 && problem !== undefined;
  const given = valueAt(config[CONSOLE_FILE], ["variables"]);
  return (
    <Section
      id="variables"
      title="Variables"
      aside={own.length > 0 ? <span className="text-meta text-muted">{own.length}</span> : null}
    >
      <p className="text-muted">
        A variable stands for <code className="font-mono text-meta">{"{{NAME}}"}</code> in the
        instructions, starters, tools, servers and the browser's hosts. What
        SWITCHYARD_AGENTS_VARIABLES says goes before what stands here.
      </p>
      {broken ? <p className="text-failed">{problem}</p> : null}
      {own.map((each, at) => (
        <VariableRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a variable that is renamed keeps its place
          key={at}
          name={each}
          taken={own}
          about={aboutOf(used.get(each), parts.variables.includes(each))}
          onRemove={() => put(each, undefined)}
        />
      ))}
      {placed.length > 0 ? (
        <p className="text-meta text-muted wrap-anywhere">
          Used, with a value from SWITCHYARD_AGENTS_VARIABLES here:{" "}
          <code className="font-mono">{placed.map(plainText).join(", ")}</code>
        </p>
      ) : null}
      {broken && given !== undefined ? null : (
        <>
          {missing.length > 0 ? (
            <div className="flex flex-wrap items-center gap-2">
              {missing.map((each) => (
                <AddButton key={each} onPress={() => put(each, "")}>
                  {`A value for ${plainText(each)}`}
                </AddButton>
              ))}
            </div>
          ) : null}
          <AddRow
            label="New variable"
            placeholder="NEWS_SOURCES"
            value={name}
            error={tried ? wrong : undefined}
            onValue={setName}
            onAdd={add}
          />
        </>
      )}
    </Section>
  );
}

function aboutOf(files: string[] | undefined, placed: boolean): string {
  const where = files ? `Stands in ${files.join(" and ")}.` : "Stands nowhere yet.";
  return placed ? `${where} Here SWITCHYARD_AGENTS_VARIABLES gives it another value.` : where;
}

function VariableRow({
  name,
  taken,
  about,
  onRemove,
}: {
  name: string;
  taken: readonly string[];
  about: string;
  onRemove: () => void;
}) {
  const { files, setFiles } = useEdit();
  const { value, problem, set } = useValue({ file: CONSOLE_FILE, path: ["variables", name] });
  const place = `${CONSOLE_FILE} variables.${name}`;
  // One key has a name and a value: a problem is mended where it is.
  const misnamed = !VARIABLE_NAME.test(name);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 rounded-md border p-2 md:grid-cols-[16rem_minmax(0,1fr)_auto] md:border-0 md:p-0">
      <NameField
        name={name}
        taken={taken}
        place={misnamed ? place : ""}
        problem={misnamed ? problem : undefined}
        onName={(to) => setFiles(renameVariable(files, name, to))}
      />
      <div className="max-md:order-1 max-md:col-span-2" data-config={misnamed ? undefined : place}>
        <Field
          label={`Value of ${plainText(name)}`}
          {...(problem && !misnamed ? { error: problem } : { hint: about })}
        >
          <Textarea
            rows={1}
            dir="auto"
            spellCheck={false}
            className="field-sizing-content min-h-8 font-mono text-meta"
            value={typeof value === "string" ? value : JSON.stringify(value)}
            onChange={({ target }) => set(target.value)}
          />
        </Field>
      </div>
      <div className="mt-5">
        <RemoveRow label={`Take ${plainText(name)} away`} onRemove={onRemove} />
      </div>
    </div>
  );
}
