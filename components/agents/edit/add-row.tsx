"use client";

import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** A name for a row that is not there yet, and the button that adds it; Enter adds it too. */
export function AddRow({
  label,
  placeholder,
  value,
  error,
  onValue,
  onAdd,
}: {
  label: string;
  placeholder: string;
  value: string;
  error?: string | undefined;
  onValue: (value: string) => void;
  onAdd: () => void;
}) {
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <Field label={label} {...(error && { error })}>
          <Input
            className="font-mono text-meta"
            placeholder={placeholder}
            value={value}
            onChange={({ target }) => onValue(target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              onAdd();
            }}
          />
        </Field>
      </div>
      <Button className="mt-5" onClick={onAdd}>
        <Plus aria-hidden="true" className="size-3.5" />
        Add
      </Button>
    </div>
  );
}

/** Adds a row that is filled in afterwards. */
export function AddButton({ onPress, children }: { onPress: () => void; children: string }) {
  return (
    <Button size="sm" className="justify-self-start" onClick={onPress}>
      <Plus aria-hidden="true" className="size-3.5" />
      {children}
    </Button>
  );
}
