import { expect, it } from "vitest";
import { tabOf } from "@/components/data/page-tabs";
import { routes } from "@/lib/platform/routes";

const TABS = [
  { label: "Agents", href: routes.agents() },
  { label: "Sessions", href: routes.agentSessions() },
];

it.each([
  [routes.agents(), routes.agents()],
  [routes.agent("cache_tuner"), routes.agents()],
  [routes.agentSessions(), routes.agentSessions()],
  [routes.agentSession("ses_1"), routes.agentSessions()],
  [`${routes.agentSessions()}-of-another-kind`, routes.agents()],
  [routes.inbox(), undefined],
])("%s belongs to the tab %s", (pathname, href) => {
  expect(tabOf(pathname, TABS)).toBe(href);
});
