/** CloudWatch Logs' unstructured filter patterns: `a b`, `"a b"`, `?a ?b`, `-a`. */
import { AwsError } from "../../core/aws-error.ts";

/** @throws AwsError InvalidParameterException for JSON and space-delimited patterns, which are not implemented. */
export function matchesPattern(pattern: string): (message: string) => boolean {
  const text = pattern.trim();
  if (text === "") return () => true;
  if (/^[{[]/.test(text)) {
    throw new AwsError(
      "InvalidParameterException",
      "Invalid filter pattern: the lab knows terms only, not JSON or space-delimited patterns.",
    );
  }
  const terms = [...text.matchAll(/([?-]?)(?:"([^"]*)"|(\S+))/g)].map((match) => ({
    kind: match[1] ?? "",
    term: match[2] ?? match[3] ?? "",
  }));
  const of = (kind: string) => terms.filter((term) => term.kind === kind).map((term) => term.term);
  const all = of("");
  const any = of("?");
  const none = of("-");
  return (message) =>
    all.every((term) => message.includes(term)) &&
    (any.length === 0 || any.some((term) => message.includes(term))) &&
    !none.some((term) => message.includes(term));
}
