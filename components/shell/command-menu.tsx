"use client";

import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { destinationsFor } from "@/components/shell/destinations";
import { useLive } from "@/components/shell/live/use-live";
import { matching } from "@/components/shell/match-words";
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

const CONSOLE_LISTS = [
  { label: "Keyboard shortcuts", overlay: "shortcuts" },
  { label: "Activity", overlay: "activity" },
] as const;

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
  const [query, setQuery] = useState("");
  const pipelines = snapshot?.data.pipelines ?? [];
  const places = matching(destinationsFor(person.role), query, ({ label }) => `go to ${label}`);
  const found = matching(pipelines, query, ({ name }) => `pipeline ${name}`);
  const startable = may(person.role, "release.run")
    ? matching(pipelines, query, ({ name }) => `run release change ${name}`)
    : [];
  const lists = matching(CONSOLE_LISTS, query, ({ label }) => label);
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  if (starting) return <ConfirmStart pipeline={starting} {...{ onClose, startPipeline }} />;
  return (
    <Dialog open onOpenChange={onClose} title="Command menu" hideTitle placement="top">
      <Command label="Command menu" loop shouldFilter={false}>
        <Command.Input
          data-autofocus=""
          value={query}
          onValueChange={setQuery}
          placeholder="Go to a page or pipeline, or run an action"
          className="h-12 w-full border-b bg-transparent px-4 outline-none placeholder:text-muted"
        />
        <Command.List className="max-h-[50vh] overflow-auto p-1.5">
          <Command.Empty className="p-4 text-muted">
            {state === "loading" ? "Reading the pipelines…" : "Nothing has that name."}
          </Command.Empty>
          <Group heading="Go to" items={places}>
            {({ label, href, key, icon: Icon }) => (
              <Item key={href} value={`go ${label}`} onSelect={() => go(href)}>
                <Icon aria-hidden="true" className="size-4 text-muted" />
                <span className="flex-1">{label}</span>
                <Kbd>{`g ${key}`}</Kbd>
              </Item>
            )}
          </Group>
          <Group heading="Pipelines" items={found}>
            {({ name }) => (
              <Item
                key={name}
                value={`pipeline ${name}`}
                onSelect={() => go(routes.pipeline(name))}
              >
                {name}
              </Item>
            )}
          </Group>
          <Group heading="Run" items={startable}>
            {({ name }) => (
              <Item key={name} value={`start ${name}`} onSelect={() => setStarting(name)}>
                Release change: {name}
              </Item>
            )}
          </Group>
          <Group heading="Console" items={lists}>
            {({ label, overlay }) => (
              <Item key={overlay} value={overlay} onSelect={() => open(overlay)}>
                {label}
              </Item>
            )}
          </Group>
        </Command.List>
      </Command>
    </Dialog>
  );
}

function Group<T>({
  heading,
  items,
  children,
}: {
  heading: string;
  items: readonly T[];
  children: (item: T) => ReactNode;
}) {
  if (items.length === 0) return null;
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-meta [&_[cmdk-group-heading]]:text-muted"
    >
      {items.map(children)}
    </Command.Group>
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
