import { findCommand } from "./find-command.ts";

/** The path of a Chromium or Chrome, or undefined. */
export const findChromium = (): string | undefined =>
  ["chromium", "chromium-browser", "google-chrome"].map((name) => findCommand(name)).find(Boolean);
