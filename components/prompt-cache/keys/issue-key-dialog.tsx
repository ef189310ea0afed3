"use client";

import { type FormEvent, useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { ProblemNote } from "@/components/data/problem-note";
import { useServerAction } from "@/components/data/use-server-action";
import { cacheReads } from "@/components/prompt-cache/parts/cache-reads";
import { Button } from "@/components/ui/button";
import { CheckLine, RadioLine } from "@/components/ui/choice-line";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input, Select } from "@/components/ui/input";
import type { IssuedKey, KeyKind } from "@/lib/prompt-cache/key";
import { issueKeyAction } from "@/server/prompt-cache/actions";
import { IssuedKeyDialog } from "./issued-key-dialog";

const KINDS: readonly { kind: KeyKind; label: string; about: string }[] = [
  {
    kind: "signing",
    label: "Signing key",
    about: "An access key id and a secret: for AWS SDKs and boto3 as they are.",
  },
  {
    kind: "bearer",
    label: "Bearer key",
    about: "One token: for POST /api/prompts, and newer AWS SDKs.",
  },
];

/** Asks what a key is to reach, issues it, and shows it once. */
export function IssueKeyDialog({
  namespaces,
  onClose,
}: {
  namespaces: readonly string[];
  onClose: () => void;
}) {
  const [name, setName] = useState("");
  const [kind, setKind] = useState<KeyKind>("signing");
  const [first, setFirst] = useState(namespaces[0] ?? "");
  const [more, setMore] = useState<readonly string[]>([]);
  const [rate, setRate] = useState("600");
  const [issued, setIssued] = useState<IssuedKey>();
  const action = useServerAction({
    action: issueKeyAction,
    reads: cacheReads("keys"),
    onSettled: (made) => (made ? setIssued(made) : onClose()),
  });
  if (issued) return <IssuedKeyDialog issued={issued} name={name.trim()} onClose={onClose} />;
  const perMinute = Number(rate);
  const rateOk = Number.isInteger(perMinute) && perMinute >= 1 && perMinute <= 1_000_000;
  const why = !name.trim()
    ? "Give the key a name."
    : rateOk
      ? undefined
      : "The rate is a whole number from 1 to 1,000,000.";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (why) return;
    const others = more.filter((each) => each !== first);
    action.run({ name, kind, namespaces: [first, ...others], ratePerMinute: perMinute });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Issue a key"
      description="It is shown once, right after it was issued."
    >
      <form onSubmit={submit} className="grid gap-3">
        <Field label="Name" hint="Who or what will use it.">
          <Input
            data-autofocus=""
            maxLength={80}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <fieldset className="grid gap-1">
          <legend className="mb-1 text-meta font-medium">Kind</legend>
          {KINDS.map((each) => (
            <RadioLine
              key={each.kind}
              name="kind"
              label={each.label}
              about={each.about}
              checked={kind === each.kind}
              onChange={() => setKind(each.kind)}
            />
          ))}
        </fieldset>
        <Field label="Namespace" hint="Where its requests land unless they name another.">
          <Select value={first} onChange={(event) => setFirst(event.target.value)}>
            {namespaces.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </Select>
        </Field>
        {namespaces.length > 1 ? (
          <fieldset className="grid max-h-40 gap-1 overflow-y-auto">
            <legend className="mb-1 text-meta font-medium">May also name</legend>
            {namespaces
              .filter((each) => each !== first)
              .map((each) => (
                <CheckLine
                  key={each}
                  label={each}
                  checked={more.includes(each)}
                  onChange={(on) =>
                    setMore(on ? [...more, each] : more.filter((other) => other !== each))
                  }
                />
              ))}
          </fieldset>
        ) : null}
        <Field label="Requests a minute" hint="All console processes together; more are refused.">
          <Input
            inputMode="numeric"
            value={rate}
            onChange={(event) => setRate(event.target.value)}
          />
        </Field>
        {action.problem ? <ProblemNote problem={action.problem} /> : null}
        <DialogFooter>
          <Button onClick={onClose}>Cancel</Button>
          <ActionButton type="submit" variant="primary" pending={action.pending} disabledWhy={why}>
            Issue the key
          </ActionButton>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
