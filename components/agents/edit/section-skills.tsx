"use client";

import { useState } from "react";
import { AddRow } from "@/components/agents/edit/add-row";
import { useEdit } from "@/components/agents/edit/edit-context";
import { useValue } from "@/components/agents/edit/fields";
import { RemoveRow } from "@/components/agents/edit/remove-row";
import { Section } from "@/components/agents/edit/section";
import { StatusIcon } from "@/components/data/status-icon";
import { Button } from "@/components/ui/button";
import { withoutSkill, withSkill } from "@/lib/agents/agent-draft";
import type { HarnessSkill } from "@/lib/agents/config";
import { HARNESS_FILE } from "@/lib/agents/parse-agent";
import { readSkill, SKILL_FILE, skillPathOf } from "@/lib/agents/skill-files";
import { plainText } from "@/lib/platform/plain-text";

const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Folders with a SKILL.md that it reads when it needs them: which resolve, and which do not. */
export function SkillsSection() {
  const { files, setFiles, openFile } = useEdit();
  const { value, problem } = useValue({ file: HARNESS_FILE, path: ["skills"] });
  const skills = Array.isArray(value) ? (value as HarnessSkill[]) : [];
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const typed = name.trim();
  const wrong = !NAME.test(typed)
    ? "Small letters, digits and hyphens, 64 at most."
    : files[`skills/${typed}/${SKILL_FILE}`] !== undefined
      ? "There is a skill of that name already."
      : undefined;
  const add = () => {
    setTried(true);
    if (wrong) return;
    setFiles(withSkill(files, typed));
    setName("");
    setTried(false);
    openFile(`skills/${typed}/${SKILL_FILE}`);
  };
  return (
    <Section id="skills" title="Skills">
      {problem ? <p className="text-failed">{problem}</p> : null}
      {skills.length === 0 ? null : (
        <ul className="divide-y rounded-md border">
          {skills.map((skill, at) => {
            const path = isSkill(skill) ? skillPathOf(skill) : undefined;
            const read = path === undefined ? undefined : readSkill(files, path);
            const why =
              read === undefined
                ? "Fetched on AgentCore only; here a skill is a folder of the agent."
                : "why" in read
                  ? read.why
                  : undefined;
            const title = read && !("why" in read) ? read.name : (path ?? JSON.stringify(skill));
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a skill's place in the file is what it is
              <li key={at} className="flex items-start gap-2 p-2 pl-3">
                <StatusIcon tone={why ? "failed" : "succeeded"} className="mt-0.5 size-4" />
                <div className="min-w-0 flex-1">
                  <p className="font-medium wrap-anywhere">{plainText(title)}</p>
                  <p className="text-meta text-muted">
                    {plainText(why ?? (read && !("why" in read) ? read.description : ""))}
                  </p>
                </div>
                {path !== undefined && files[`${path}/${SKILL_FILE}`] !== undefined ? (
                  <Button size="sm" onClick={() => openFile(`${path}/${SKILL_FILE}`)}>
                    Edit
                  </Button>
                ) : null}
                <RemoveRow
                  label={`Take ${plainText(title)} away, with its files`}
                  onRemove={() => setFiles(withoutSkill(files, at, path))}
                />
              </li>
            );
          })}
        </ul>
      )}
      <AddRow
        label="New skill"
        placeholder="read-a-rollback"
        value={name}
        error={tried ? wrong : undefined}
        onValue={setName}
        onAdd={add}
      />
    </Section>
  );
}

const isSkill = (skill: unknown): skill is HarnessSkill =>
  typeof skill === "string" ||
  (typeof skill === "object" &&
    skill !== null &&
    ("path" in skill ? typeof skill.path === "string" : true));
