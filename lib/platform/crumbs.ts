import { routes } from "@/lib/platform/routes";

export interface Crumb {
  label: string;
  /** Absent: the page itself, or a step that has no page of its own. */
  href?: string;
}

const SECTIONS: Record<string, Crumb> = {
  inbox: { label: "Inbox", href: routes.inbox() },
  releases: { label: "Releases", href: routes.pipelines() },
  audit: { label: "Audit", href: routes.audit() },
  "ami-updates": { label: "AMI updates", href: routes.amiUpdates() },
  "prompt-cache": { label: "Prompt cache", href: routes.promptCache() },
  agents: { label: "Agents", href: routes.agents() },
};

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Of a UUID its first eight characters, as on the page itself; other ids whole. */
const short = (id: string): string =>
  id.replace(/([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, "$1");

/** What is below `/releases`, kind by kind. */
function releaseCrumbs([kind, first, second, third]: string[]): Crumb[] {
  if (!first) return [];
  switch (kind) {
    case "pipelines":
      return [
        { label: first, href: routes.pipeline(first) },
        ...(second === "executions" && third
          ? [{ label: `Execution ${short(third)}`, href: routes.execution(first, third) }]
          : []),
      ];
    case "builds":
      return [{ label: `Build ${short(first)}`, href: routes.build(first) }];
    case "deployments":
      return [{ label: `Deployment ${first}`, href: routes.deployment(first) }];
    case "fleets":
      return second ? [{ label: `${first} · ${second}`, href: routes.fleet(first, second) }] : [];
    default:
      return [];
  }
}

const PROMPT_PAGES: Record<string, Crumb> = {
  entries: { label: "Entries", href: routes.promptEntries() },
  requests: { label: "Requests", href: routes.promptRequests() },
  tuning: { label: "Tuning", href: routes.promptTuning() },
  playground: { label: "Playground", href: routes.promptPlayground() },
  keys: { label: "Keys and namespaces", href: routes.promptKeys() },
};

/** What is below `/prompt-cache`: a page, and one thing of it. */
function promptCrumbs([page = "", id]: string[]): Crumb[] {
  const crumb = Object.hasOwn(PROMPT_PAGES, page) ? PROMPT_PAGES[page] : undefined;
  if (!crumb) return [];
  if (!id) return [crumb];
  return [crumb, { label: page === "entries" ? `Entry ${id}` : `Request ${id}` }];
}

/** What is below `/ami-updates`. */
function amiCrumbs([kind, first, second]: string[]): Crumb[] {
  switch (kind) {
    case "history":
      return [{ label: "History", href: routes.amiHistory() }];
    case "proposals":
      return first ? [{ label: `Proposal ${short(first)}`, href: routes.amiProposal(first) }] : [];
    case "rollouts":
      return first && second
        ? [{ label: `${first} · ${second}`, href: routes.amiRollout(first, second) }]
        : [];
    default:
      return [];
  }
}

/** Of an ARN its last part; names of harnesses have no hyphens, but people read them with. */
const agentLabel = (agent: string): string =>
  (agent.split("/").at(-1) ?? agent).replaceAll("_", "-");

/** What is below `/agents`. */
function agentCrumbs([kind, first, second]: string[]): Crumb[] {
  switch (kind) {
    case "new":
      return [{ label: "New agent", href: routes.agentNew() }];
    case "of":
      if (!first) return [];
      return [
        { label: agentLabel(first), href: routes.agent(first) },
        ...(second === "edit" ? [{ label: "Edit", href: routes.agentEdit(first) }] : []),
      ];
    case "sessions": {
      const all = { label: "Sessions", href: routes.agentSessions() };
      return first ? [all, { label: `Session ${first.slice(0, 12)}` }] : [all];
    }
    default:
      return [];
  }
}

const BELOW: Record<string, (rest: string[]) => Crumb[]> = {
  releases: releaseCrumbs,
  "ami-updates": amiCrumbs,
  "prompt-cache": promptCrumbs,
  agents: agentCrumbs,
};

/** The way from the section to this page; the last one is the page itself and has no link. */
export function crumbs(pathname: string): Crumb[] {
  const [section = "", ...rest] = pathname.split("/").filter(Boolean).map(decode);
  const head = SECTIONS[section];
  if (!head) return [];
  const trail = [head, ...(BELOW[section]?.(rest) ?? [])];
  return trail.map((crumb, at) => (at === trail.length - 1 ? { label: crumb.label } : crumb));
}
