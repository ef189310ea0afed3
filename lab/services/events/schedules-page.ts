import type { IncomingMessage, ServerResponse } from "node:http";
import { sayOn } from "../../core/wire/say-on.ts";
import type { Schedules } from "./schedules.ts";

/** `GET /_lab/schedules` says when each scheduled rule is due; `POST /_lab/schedules/<rule>` lets it be due now. */
export async function answerSchedulesPage(
  schedules: Schedules,
  fire: (name: string, at: Date) => void,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const say = sayOn(res);
  req.resume();
  const path = (req.url ?? "").split("?", 1)[0] as string;
  const [, name] = /^\/_lab\/schedules\/(.+)$/.exec(path) ?? [];
  if (req.method === "GET" && name === undefined) return say(200, { schedules: schedules.next() });
  if (req.method !== "POST" || name === undefined) {
    return say(405, { message: "The page takes GET, and POST with a rule's name." });
  }
  if (!schedules.next().some(({ rule }) => rule === name)) {
    return say(404, { message: `There is no scheduled rule "${name}" that is switched on.` });
  }
  fire(name, new Date());
  say(200, { message: `The rule ${name} was let be due.` });
}
