import "server-only";
import { z } from "zod";
import { plainHost, portOf } from "@/server/agents/egress/hosts";
import { AppError } from "@/server/platform/errors";

export const ACTIONS = [
  "navigate",
  "read",
  "links",
  "click",
  "type",
  "scroll",
  "screenshot",
  "back",
] as const;

export const BrowserInput = z.object({
  action: z.enum(ACTIONS),
  url: z.string().optional(),
  element: z.number().int().min(1).optional(),
  text: z.string().max(10_000).optional(),
  submit: z.boolean().optional(),
  direction: z.enum(["down", "up"]).optional(),
  from: z.number().int().min(0).optional(),
});
export type BrowserInput = z.output<typeof BrowserInput>;

export const BROWSER_SCHEMA = {
  type: "object" as const,
  properties: {
    action: { type: "string", enum: [...ACTIONS] },
    url: { type: "string", description: "For navigate: http or https." },
    element: {
      type: "integer",
      minimum: 1,
      description:
        "For click and type: the number behind a link, button or field in what was read.",
    },
    text: { type: "string", description: "For type." },
    submit: { type: "boolean", description: "For type: press Enter afterwards." },
    direction: { type: "string", enum: ["down", "up"], description: "For scroll." },
    from: { type: "integer", minimum: 0, description: "For read and links: where to go on." },
  },
  required: ["action"],
  additionalProperties: false,
};

/** Where `navigate` leads. @throws AppError invalid for anything but pages of the web */
export function addressOf({ url }: Pick<BrowserInput, "url">): {
  url: URL;
  host: string;
  port: number;
} {
  if (url === undefined) throw new AppError("invalid", "The action navigate needs url.");
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || (parsed.protocol !== "http:" && parsed.protocol !== "https:"))
    throw new AppError("invalid", "The browser opens http and https addresses only.");
  if (parsed.username || parsed.password)
    throw new AppError("invalid", "The browser opens no address with a name or password in it.");
  return { url: parsed, host: plainHost(parsed.hostname), port: portOf(parsed) };
}
