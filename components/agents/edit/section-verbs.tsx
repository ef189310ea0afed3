"use client";

import { useEdit } from "@/components/agents/edit/edit-context";
import { useValue } from "@/components/agents/edit/fields";
import { Section } from "@/components/agents/edit/section";
import { ClassBadge } from "@/components/agents/session/class-badge";
import { CheckLine } from "@/components/ui/choice-line";
import { CONSOLE_FILE } from "@/lib/agents/parse-agent";
import { groupOfVerb, isPicked, pickGroup, pickVerb } from "@/lib/agents/pick-verbs";
import { TOOL_CLASSES } from "@/lib/agents/tool";
import { plainText } from "@/lib/platform/plain-text";

const AREA: Record<string, string> = {
  release: "Releases",
  ami: "AMI updates",
  cache: "Prompt cache",
  audit: "Audit ledger",
};

/** The console's own verbs: picked one by one, or an area with all that comes later. */
export function VerbsSection() {
  const { parts } = useEdit();
  const { value, problem, set } = useValue({ file: CONSOLE_FILE, path: ["verbs"] });
  const globs = Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
  const all = parts.verbs.map(({ name }) => name);
  const unknown = globs.filter((glob) => !all.some((verb) => isPicked([glob], verb)));
  const groups = [...new Set(all.map(groupOfVerb))];
  return (
    <Section
      id="verbs"
      title="What it may do in this console"
      aside={
        <span className="text-meta text-muted">
          {all.filter((verb) => isPicked(globs, verb)).length} of {all.length}
        </span>
      }
    >
      <p className="text-muted">
        It acts for whoever asks it, with no more than that person's own permissions.
      </p>
      {problem ? <p className="text-failed">{problem}</p> : null}
      {groups.map((group) => {
        const verbs = parts.verbs
          .filter(({ name }) => groupOfVerb(name) === group)
          .sort((a, b) => TOOL_CLASSES.indexOf(a.class) - TOOL_CLASSES.indexOf(b.class));
        const picked = verbs.filter(({ name }) => isPicked(globs, name)).length;
        const whole = `${group}_*`;
        return (
          <details key={group} open={picked > 0 || undefined} className="rounded-md border">
            <summary className="flex min-h-9 cursor-pointer items-center gap-2 px-3 py-1.5 pointer-coarse:min-h-11">
              <span className="font-semibold">{AREA[group] ?? group}</span>
              <span className="text-muted">
                {picked} of {verbs.length}
              </span>
            </summary>
            <div className="grid gap-2 border-t p-3">
              <CheckLine
                label={`All of them, also those that come later (${whole})`}
                checked={globs.includes(whole)}
                onChange={(on) => set(pickGroup(globs, group, on, all))}
              />
              <div className="grid gap-2 border-t pt-2">
                {verbs.map(({ name, description, class: toolClass }) => (
                  <CheckLine
                    key={name}
                    mono
                    label={name}
                    about={plainText(description).split(/(?<=[.!?])\s/)[0]}
                    aside={<ClassBadge value={toolClass} />}
                    checked={isPicked(globs, name)}
                    onChange={(on) => set(pickVerb(globs, name, on, all))}
                  />
                ))}
              </div>
            </div>
          </details>
        );
      })}
      {unknown.map((glob) => (
        <CheckLine
          key={glob}
          mono
          label={plainText(glob)}
          about="No verb of this console has this name."
          checked
          onChange={() => set(globs.filter((each) => each !== glob))}
        />
      ))}
    </Section>
  );
}
