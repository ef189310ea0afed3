import "server-only";
import { matchesName } from "@/lib/agents/match-name";

/** Where somebody may go, as configurations write it: a host or glob, with a port where it is none of 80 and 443. */
export interface HostRule {
  host: string;
  port?: number;
}

/** Entries like `dev.to`, `*.dev.to` or `127.0.0.1:4566`; one text may hold several, apart by spaces or commas. */
export function hostRules(entries: readonly string[]): HostRule[] {
  return entries
    .flatMap((entry) => entry.split(/[\s,]+/))
    .filter(Boolean)
    .map((entry) => {
      const [, host = entry, port] = /^(\[[^\]]+\]|[^:]*):(\d{1,5})$/.exec(entry) ?? [];
      return { host: plainHost(host), ...(port && { port: Number(port) }) };
    });
}

/** Whether a rule names this host and port. A glob stands for one or more labels, never for a part of one's end. */
export const isListed = (rules: readonly HostRule[], host: string, port: number): boolean =>
  rules.some(
    (rule) =>
      (rule.port === undefined ? port === 80 || port === 443 : rule.port === port) &&
      matchesName(rule.host, plainHost(host)),
  );

/** Small letters, no brackets, no dot at the end: one spelling for one host. */
export const plainHost = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");

/** The port that an address of the web means. */
export const portOf = ({ port, protocol }: URL): number =>
  port ? Number(port) : protocol === "https:" || protocol === "wss:" ? 443 : 80;
