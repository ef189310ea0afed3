"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** A tool's or server's name; taken over when it is left, because more than one place names it. */
export function NameField({
  name,
  taken,
  place,
  problem,
  onName,
}: {
  name: string;
  /** Names of the others. */
  taken: readonly string[];
  /** Where a problem of it is mended. */
  place: string;
  problem: string | undefined;
  onName: (name: string) => void;
}) {
  const [typed, setTyped] = useState<string>();
  const text = typed ?? name;
  const double = text !== name && taken.includes(text.trim());
  const wrong = double ? "Another one has this name." : problem;
  const take = () => {
    if (!double && text.trim() !== name) onName(text.trim());
    if (!double) setTyped(undefined);
  };
  return (
    <div data-config={place}>
      <Field label="Name" {...(wrong && { error: wrong })}>
        <Input
          className="font-mono text-meta"
          autoComplete="off"
          value={text}
          onChange={({ target }) => setTyped(target.value)}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            take();
          }}
        />
      </Field>
    </div>
  );
}
