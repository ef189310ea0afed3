"use client";

import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { ConfirmStart } from "@/components/shell/confirm-start";
import { destinationsFor } from "@/components/shell/destinations";
import { useLive } from "@/components/shell/live/use-live";
import { matching } from "@/components/shell/match-words";
import type { ShellActions } from "@/components/shell/shell-actions";
import { useShell } from "@/components/shell/shell-state";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { notify } from "@/components/ui/toast";
import { may } from "@/lib/platform/permissions";
import { placesById } from "@/lib/platform/places-by-id";
import { plainText } from "@/lib/platform/plain-text";
import { routes } from "@/lib/platform/routes";

const LOOK_FOR_IMAGES = [{ label: "Look for new node images" }] as const;

const NEW_AGENT = [{ label: "New agent", href: routes.agentNew() }] as const;

const CONSOLE_LISTS = [
  { label: "Keyboard shortcuts", overlay: "shortcuts" },
  { label: "Activity", overlay: "activity" },
] as const;

/** Go to anything by name, run what one may run. */
export default function CommandMenu({
  onClose,
  actions,
}: {
  onClose: () => void;
  actions: ShellActions;
}) {
  const router = useRouter();
  const { person, open } = useShell();
  const { snapshot, state } = useLive<{ pipelines: { name: string }[] }>("releases/pipelines");
  const [starting, setStarting] = useState<string>();
  const [query, setQuery] = useState("");
  const pipelines = snapshot?.data.pipelines ?? [];
  const inbox = useLive<{ items: { id: string; title: string; place: string }[] }>("inbox");
  const waiting = matching(
    inbox.snapshot?.data.items ?? [],
    query,
    ({ title, place }) => `decide approve reject ${plainText(title)} ${place}`,
  );
  const known = placesById(query.trim());
  const places = matching(destinationsFor(person.role), query, ({ label }) => `go to ${label}`);
  const found = matching(pipelines, query, ({ name }) => `pipeline ${name}`);
  const startable = may(person.role, "release.run")
    ? matching(pipelines, query, ({ name }) => `run release change ${name}`)
    : [];
  const looks = may(person.role, "ami.run")
    ? matching(LOOK_FOR_IMAGES, query, ({ label }) => `run ${label} ami updates check now`)
    : [];
  const agentsLive = useLive<{ agents: { agent: string; title: string; problem?: string }[] }>(
    "agents/overview",
  );
  const agents = agentsLive.snapshot?.data.agents ?? [];
  const foundAgents = matching(agents, query, ({ title }) => `agent ${plainText(title)}`);
  const askable = may(person.role, "agent.use")
    ? matching(
        agents.filter(({ problem }) => !problem),
        query,
        ({ title }) => `new session with ask agent ${plainText(title)}`,
      )
    : [];
  const newAgent = may(person.role, "agent.manage")
    ? matching(NEW_AGENT, query, ({ label }) => `${label} make create`)
    : [];
  const lists = matching(CONSOLE_LISTS, query, ({ label }) => label);
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  if (starting)
    return (
      <ConfirmStart pipeline={starting} startPipeline={actions.startPipeline} onClose={onClose} />
    );
  return (
    <Dialog open onOpenChange={onClose} title="Command menu" hideTitle placement="top">
      <Command label="Command menu" loop shouldFilter={false}>
        <Command.Input
          data-autofocus=""
          value={query}
          onValueChange={setQuery}
          placeholder="Go to a page, a pipeline or an id, or run an action"
          className="h-12 w-full border-b bg-transparent px-4 outline-none placeholder:text-muted"
        />
        <Command.List className="max-h-[50vh] overflow-auto p-1.5">
          <Command.Empty className="p-4 text-muted">
            {state === "loading" ? "Reading the pipelines…" : "Nothing has that name."}
          </Command.Empty>
          <Group heading="Waiting for a decision" items={waiting}>
            {({ id, title, place }) => (
              <Item key={id} value={`inbox ${id}`} onSelect={() => go(routes.inbox(id))}>
                <bdi className="min-w-0 flex-1 truncate">{plainText(title)}</bdi>
                <bdi className="shrink-0 text-meta text-muted">{place}</bdi>
              </Item>
            )}
          </Group>
          <Group heading="By id" items={known}>
            {({ label, href }) => (
              <Item key={href} value={`id ${href}`} onSelect={() => go(href)}>
                {label}
              </Item>
            )}
          </Group>
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
          <Group heading="Agents" items={foundAgents}>
            {({ agent, title }) => (
              <Item key={agent} value={`agent ${agent}`} onSelect={() => go(routes.agent(agent))}>
                <bdi className="min-w-0 truncate">{plainText(title)}</bdi>
              </Item>
            )}
          </Group>
          <Group heading="New session with" items={askable}>
            {({ agent, title }) => (
              <Item
                key={agent}
                value={`ask ${agent}`}
                onSelect={() => go(routes.agentsStarting(agent))}
              >
                <bdi className="min-w-0 truncate">New session with {plainText(title)}</bdi>
              </Item>
            )}
          </Group>
          <Group heading="Make" items={newAgent}>
            {({ label, href }) => (
              <Item key={href} value={label} onSelect={() => go(href)}>
                {label}
              </Item>
            )}
          </Group>
          <Group heading="AMI updates" items={looks}>
            {({ label }) => (
              <Item
                key={label}
                value={label}
                onSelect={() => {
                  onClose();
                  void lookForImages(actions);
                }}
              >
                {label}
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

/** What it found is told wherever the person is by then. */
async function lookForImages(actions: ShellActions): Promise<void> {
  const result = await actions.lookForImages({}).catch(() => undefined);
  if (result) notify.result(result);
  else notify.problem({ message: "The console did not answer; look at the clusters." });
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
