import type { IncomingMessage } from "node:http";
import { Refusal } from "../api/refuse.ts";
import { APP } from "../app.ts";
import type { Actor } from "../model.ts";
import { readToken } from "./tokens.ts";
import { verifyAppToken } from "./verify-app.ts";

/** Tokens of people are not secret in the lab: whoever says a login acts as that person, with all rights. */
const PERSON = /^ghp_lab_([A-Za-z0-9][A-Za-z0-9-]{0,38})$/;

export const isLogin = (text: string): boolean => PERSON.test(`ghp_lab_${text}`);

/** Who asks, by the `Authorization` header. Throws 401. */
export async function identifyActor(req: IncomingMessage, appKey: string): Promise<Actor> {
  const header = req.headers.authorization;
  if (!header) return { kind: "nobody" };
  const [, scheme = "", text = ""] = header.match(/^(\S+)\s+(\S+)$/) ?? [];
  if (!/^(bearer|token)$/i.test(scheme)) throw new Refusal(401, "Bad credentials");
  if (text.split(".").length === 3) {
    await verifyAppToken(text, appKey);
    return { kind: "app" };
  }
  const login = text.match(PERSON)?.[1];
  if (login) return { kind: "person", login, key: `person ${login}` };
  const found = readToken(appKey, text);
  if (!found) throw new Refusal(401, "Bad credentials");
  return { kind: "installation", login: APP.login, ...found };
}
