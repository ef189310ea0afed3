import { Bot, Inbox, Layers, type LucideIcon, Rocket, ScrollText, ServerCog } from "lucide-react";
import { may, type Permission, type Role } from "@/lib/platform/permissions";
import { routes } from "@/lib/platform/routes";

export interface Destination {
  label: string;
  href: string;
  icon: LucideIcon;
  /** Pressed after `g`. */
  key: string;
  permission: Permission;
}

/** The workflows, and what stands beside them. */
export const DESTINATIONS: readonly Destination[] = [
  { label: "Inbox", href: routes.inbox(), icon: Inbox, key: "i", permission: "release.read" },
  {
    label: "Releases",
    href: routes.pipelines(),
    icon: Rocket,
    key: "r",
    permission: "release.read",
  },
  {
    label: "AMI updates",
    href: routes.amiUpdates(),
    icon: ServerCog,
    key: "u",
    permission: "ami.read",
  },
  {
    label: "Prompt cache",
    href: routes.promptCache(),
    icon: Layers,
    key: "p",
    permission: "prompt.read",
  },
  { label: "Agents", href: routes.agents(), icon: Bot, key: "n", permission: "agent.read" },
  { label: "Audit", href: routes.audit(), icon: ScrollText, key: "a", permission: "audit.read" },
];

/** Where this role may go. */
export const destinationsFor = (role: Role): Destination[] =>
  DESTINATIONS.filter(({ permission }) => may(role, permission));
