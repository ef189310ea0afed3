import { AwsError } from "../../core/aws-error.ts";
import type { Lab } from "../../core/contracts.ts";
import { listOf } from "../../core/input.ts";

type Entry = Record<string, unknown>;

/** PutEvents: what is wrong with one entry is told in its place, the others go on. */
export function putEvents(lab: Lab, input: Record<string, unknown>) {
  const entries = listOf<Entry>(input, "Entries");
  if (entries.length < 1 || entries.length > 10) {
    throw new AwsError("ValidationException", "1 to 10 entries are required.");
  }
  const results = entries.map((entry) => putOne(lab, entry ?? {}));
  return {
    FailedEntryCount: results.filter((result) => "ErrorCode" in result).length,
    Entries: results,
  };
}

function putOne(lab: Lab, entry: Entry): Record<string, string> {
  const refuse = (code: string, message: string) => ({ ErrorCode: code, ErrorMessage: message });
  const { Source, DetailType, Detail, Resources } = entry;
  for (const [name, value] of Object.entries({ Source, DetailType, Detail })) {
    if (typeof value !== "string" || value === "") {
      return refuse(
        "InvalidArgument",
        `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      );
    }
  }
  if (String(Source).startsWith("aws.")) {
    return refuse("NotAuthorizedForSourceException", "Not authorized for the source.");
  }
  let detail: unknown;
  try {
    detail = JSON.parse(String(Detail));
  } catch {
    detail = undefined;
  }
  if (typeof detail !== "object" || detail === null || Array.isArray(detail)) {
    return refuse("MalformedDetail", "Detail is malformed.");
  }
  lab.emit({
    source: String(Source),
    "detail-type": String(DetailType),
    resources: Array.isArray(Resources) ? Resources.map(String) : [],
    detail,
  });
  return { EventId: crypto.randomUUID() };
}
