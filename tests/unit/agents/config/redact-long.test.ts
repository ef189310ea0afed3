import { expect, it } from "vitest";
import { redactor } from "@/server/agents/redact";

const redact = redactor([]);

/** A tool may give a quarter of a megabyte; what a stranger wrote must not stop the process for minutes. */
const LONG = 250_000;
it.each([
  ["one long word", "x".repeat(LONG)],
  ["many words joined", "a-".repeat(LONG / 2)],
  ["beginnings of addresses", "a://".repeat(LONG / 4)],
  ["beginnings of tokens", "-eyJ".repeat(LONG / 4)],
  ["beginnings of keys", "-----BEGIN RSA ".repeat(LONG / 15)],
  ["names of secrets", "token ".repeat(LONG / 6)],
])("reads %s at once", (_what, text) => {
  const begun = performance.now();
  expect(redact.text(text) === text).toBe(true);
  expect(performance.now() - begun).toBeLessThan(4_000);
});

it("still hides what stands behind a long name", () => {
  expect(redact.text(`${"a_".repeat(60)}password=hunter2hunter2`)).toMatch(/password=\[hidden\]$/);
  expect(redact.text("postgresql+asyncpg://ada:hunter2@db/x")).toBe(
    "postgresql+asyncpg://ada:[hidden]@db/x",
  );
});
