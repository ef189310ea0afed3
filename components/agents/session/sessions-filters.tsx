"use client";

import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import { Input, Select } from "@/components/ui/input";
import { SESSION_STATES } from "@/lib/agents/session";
import { SESSION_LOOK } from "@/lib/agents/session-looks";
import type { AgentSummary } from "@/lib/agents/views";
import { plainText } from "@/lib/platform/plain-text";

const TYPING_MS = 300;

/** Text, agent and state; they live in the address. */
export function SessionsFilters({
  query,
  agents,
  onChange,
}: {
  query: { agent?: string; text?: string; state?: string };
  agents: readonly Pick<AgentSummary, "agent" | "title">[];
  onChange: (changes: Record<string, string | null>) => void;
}) {
  const [text, setText] = useState(query.text ?? "");
  useEffect(() => setText(query.text ?? ""), [query.text]);
  useEffect(() => {
    if (text.trim() === (query.text ?? "")) return;
    const timer = setTimeout(() => onChange({ text: text.trim() || null }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, query.text, onChange]);
  const known = agents.some(({ agent }) => agent === query.agent) || !query.agent;
  return (
    <search aria-label="Filter sessions" className="flex flex-wrap gap-2 max-sm:w-full">
      <span className="relative w-56 max-sm:w-full">
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 left-2 size-3.5 -translate-y-1/2 text-muted"
        />
        <Input
          type="search"
          aria-label="Search titles and what was said"
          placeholder="Search titles and messages"
          className="pl-7"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </span>
      <Select
        aria-label="Agent"
        className="w-40 max-sm:flex-1"
        value={query.agent ?? ""}
        onChange={(event) => onChange({ agent: event.target.value || null })}
      >
        <option value="">Every agent</option>
        {known ? null : <option value={query.agent}>{query.agent}</option>}
        {agents.map(({ agent, title }) => (
          <option key={agent} value={agent}>
            {plainText(title)}
          </option>
        ))}
      </Select>
      <Select
        aria-label="State"
        className="w-36 max-sm:flex-1"
        value={query.state ?? ""}
        onChange={(event) => onChange({ state: event.target.value || null })}
      >
        <option value="">Any state</option>
        {SESSION_STATES.map((state) => (
          <option key={state} value={state}>
            {SESSION_LOOK[state].label}
          </option>
        ))}
      </Select>
    </search>
  );
}
