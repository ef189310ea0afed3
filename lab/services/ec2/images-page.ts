import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../../core/aws-error.ts";
import type { Lab } from "../../core/contracts.ts";
import { UsageError } from "../../core/usage-error.ts";
import { parseJson } from "../../core/wire/json.ts";
import { readBody } from "../../core/wire/read-body.ts";
import { sayOn } from "../../core/wire/say-on.ts";
import { isKind, KINDS } from "../../images/kinds.ts";
import { releasesOf } from "../../images/model.ts";
import { publishNext } from "../../images/next-release.ts";

/** Releases are published one after the other, also when two people press at once. */
let publishing: Promise<unknown> = Promise.resolve();

/** `GET /_lab/ami/releases` lists what is published; `POST {kind, kubernetes?}` publishes the next release. */
export async function answerImagesPage(
  lab: Lab,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const say = sayOn(res);
  try {
    if (req.method === "GET") return say(200, { kinds: KINDS, releases: releasesOf(lab).list() });
    if (req.method !== "POST") return say(405, { message: "The page takes GET and POST." });
    const { kind, kubernetes } = parseJson(await readBody(req));
    if (typeof kind !== "string" || !isKind(kind)) {
      return say(400, {
        message: `A release has one of the kinds ${Object.keys(KINDS).join(", ")}.`,
      });
    }
    if (kubernetes !== undefined && !isTexts(kubernetes)) {
      return say(400, { message: 'kubernetes is a list of minors, such as ["1.34"].' });
    }
    const done = publishing.then(() => publishNext(lab, kind, kubernetes));
    publishing = done.catch(() => {});
    say(200, await done);
  } catch (error) {
    if (error instanceof UsageError) return say(400, { message: error.message });
    if (error instanceof AwsError) return say(error.status, { message: error.message });
    throw error;
  }
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "string");
