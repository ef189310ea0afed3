"use client";

import { AddButton } from "@/components/agents/edit/add-row";
import { useEdit } from "@/components/agents/edit/edit-context";
import { NumberField, SelectField, TextField, useValue } from "@/components/agents/edit/fields";
import { RemoveRow } from "@/components/agents/edit/remove-row";
import { Group, Section } from "@/components/agents/edit/section";
import { CONSOLE_FILE } from "@/lib/agents/parse-agent";

const ASK = [
  ["ask", "Asks a person"],
  ["deny", "Never runs"],
] as const;
const ALLOW = [["allow", "Runs without asking"], ...ASK] as const;

/** What asks a person, by class and by rule. It can be made stricter than its class, never laxer. */
export function ApprovalsSection() {
  const { change } = useEdit();
  const { value, set } = useValue({ file: CONSOLE_FILE, path: ["approvals", "rules"] });
  const rules: unknown[] = Array.isArray(value) ? value : [];
  return (
    <Section id="approvals" title="Approvals">
      <div className="grid gap-3 sm:grid-cols-3">
        <SelectField
          file={CONSOLE_FILE}
          path={["approvals", "classes", "read"]}
          label="What reads"
          absent="Runs without asking (the house's rule)"
          options={ALLOW}
        />
        <SelectField
          file={CONSOLE_FILE}
          path={["approvals", "classes", "change"]}
          label="What changes"
          absent="Asks a person (the house's rule)"
          options={ASK}
        />
        <SelectField
          file={CONSOLE_FILE}
          path={["approvals", "classes", "destroy"]}
          label="What destroys"
          absent="Asks another person (the house's rule)"
          options={[
            ["ask", "Asks a person; not its invoker"],
            ["deny", "Never runs"],
          ]}
        />
      </div>
      <Group
        title="Rules"
        about="The first that fits counts, before the classes. They can be stricter than a class, never laxer."
      >
        {rules.map((_, at) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule's place is its meaning
            key={at}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 rounded-md border p-2 md:grid-cols-[minmax(0,1fr)_12rem_14rem_auto] md:border-0 md:p-0"
          >
            <TextField
              file={CONSOLE_FILE}
              path={["approvals", "rules", at, "tool"]}
              label="Tool or glob"
              placeholder="release_*"
              mono
              needed
            />
            <div className="max-md:order-1 max-md:col-span-2">
              <SelectField
                file={CONSOLE_FILE}
                path={["approvals", "rules", at, "action"]}
                label="What happens"
                options={ALLOW}
              />
            </div>
            <div className="max-md:order-1 max-md:col-span-2">
              <SelectField
                file={CONSOLE_FILE}
                path={["approvals", "rules", at, "who"]}
                label="Who decides"
                absent="Anyone who may approve"
                options={[
                  ["anyone", "Anyone who may approve (said)"],
                  ["other", "Not its invoker"],
                ]}
              />
            </div>
            <div className="mt-5">
              <RemoveRow
                label={`Take rule ${at + 1} away`}
                onRemove={() => set(rules.filter((_rule, each) => each !== at))}
              />
            </div>
          </div>
        ))}
        <AddButton
          onPress={() =>
            change(CONSOLE_FILE, [
              [
                ["approvals", "rules"],
                [...rules, { tool: "", action: "ask" }],
              ],
            ])
          }
        >
          Rule
        </AddButton>
      </Group>
      <NumberField
        file={CONSOLE_FILE}
        path={["approvals", "expiresSeconds"]}
        label="Refused when nobody decides within, seconds"
        hint="3,600 unless said."
      />
    </Section>
  );
}
