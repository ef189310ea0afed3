"use client";

import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { destinationsFor } from "@/components/shell/destinations";
import { useLive } from "@/components/shell/live/use-live";
import { useShell } from "@/components/shell/shell-state";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { notify } from "@/components/ui/toast";
import { may } from "@/lib/platform/permissions";
import type { Result } from "@/lib/platform/result";
import { routes } from "@/lib/platform/routes";

/** The releases' own action, handed in by the layout: the shell knows no feature. */
export type StartPipeline = (input: { pipeline: string }) => Promise<Result<{ message: string }>>;

const groupClass =
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-meta [&_[cmdk-group-heading]]:text-muted";

/** Go to anything by name, run what one may run. */
export default function CommandMenu({
  onClose,
  startPipeline,
}: {
  onClose: () => void;
  startPipeline: StartPipeline;
}) {
  const router = useRouter();
  const { person, open } = useShell();
  const { snapshot, state } = useLive<{ pipelines: { name: string }[] }>("releases/pipelines");
  const [starting, setStarting] = useState<string>();
  const pipelines = snapshot?.data.pipelines ?? [];
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  if (starting) return <ConfirmStart pipeline={starting} {...{ onClose, startPipeline }} />;
  return (
    <Dialog open onOpenChange={onClose} title="Command menu" hideTitle placement="top">
      <Command label="Command menu" loop>
        <Command.Input
          autoFocus
          placeholder="Go to a page or pipeline, or run an action"
          className="h-12 w-full border-b bg-transparent px-4 outline-none placeholder:text-muted"
        />
        <Command.List className="max-h-[50vh] overflow-auto p-1.5">
          <Command.Empty className="p-4 text-muted">
            {state === "loading" ? "Reading the pipelines…" : "Nothing has that name."}
          </Command.Empty>
          <Command.Group heading="Go to" className={groupClass}>
            {destinationsFor(person.role).map(({ label, href, key, icon: Icon }) => (
              <Item key={href} value={`go ${label}`} onSelect={() => go(href)}>
                <Icon aria-hidden="true" className="size-4 text-muted" />
                <span className="flex-1">{label}</span>
                <Kbd>{`g ${key}`}</Kbd>
              </Item>
            ))}
          </Command.Group>
          {pipelines.length > 0 ? (
            <Command.Group heading="Pipelines" className={groupClass}>
              {pipelines.map(({ name }) => (
                <Item
                  key={name}
                  value={`pipeline ${name}`}
                  onSelect={() => go(routes.pipeline(name))}
                >
                  {name}
                </Item>
              ))}
            </Command.Group>
          ) : null}
          {pipelines.length > 0 && may(person.role, "release.run") ? (
            <Command.Group heading="Run" className={groupClass}>
              {pipelines.map(({ name }) => (
                <Item
                  key={name}
                  value={`release change ${name}`}
                  onSelect={() => setStarting(name)}
                >
                  Release change: {name}
                </Item>
              ))}
            </Command.Group>
          ) : null}
          <Command.Group heading="Console" className={groupClass}>
            <Item value="keyboard shortcuts" onSelect={() => open("shortcuts")}>
              <span className="flex-1">Keyboard shortcuts</span>
              <Kbd>?</Kbd>
            </Item>
            <Item value="activity" onSelect={() => open("activity")}>
              Activity
            </Item>
          </Command.Group>
        </Command.List>
      </Command>
    </Dialog>
  );
}

function Item({
  value,
  onSelect,
  children,
}: {
  value: string;
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-8 cursor-default items-center gap-2 rounded px-2 aria-selected:bg-press pointer-coarse:min-h-11"
    >
      {children}
    </Command.Item>
  );
}

/** What would happen, before it does. */
function ConfirmStart({
  pipeline,
  onClose,
  startPipeline,
}: {
  pipeline: string;
  onClose: () => void;
  startPipeline: StartPipeline;
}) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const start = async () => {
    setPending(true);
    const result = await startPipeline({ pipeline }).catch(() => undefined);
    if (result) notify.result(result);
    else
      notify.problem({
        message: `The console did not answer; look at ${pipeline} before you try again.`,
      });
    onClose();
    if (result?.ok) router.push(routes.pipeline(pipeline));
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Release the newest change of ${pipeline}?`}
      description="A new execution starts with the newest source revision and runs up to the next approval."
    >
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <ActionButton variant="primary" pending={pending} onPress={() => void start()}>
          Release change
        </ActionButton>
      </DialogFooter>
    </Dialog>
  );
}
