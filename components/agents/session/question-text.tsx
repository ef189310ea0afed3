import { ArgumentList } from "@/components/agents/session/json-text";
import type { Json } from "@/lib/agents/events";
import { plainText } from "@/lib/platform/plain-text";

/** What an agent asks a person: a single text reads as the question that it is. */
export function QuestionText({ input }: { input: Json }) {
  const values = input !== null && typeof input === "object" ? Object.values(input) : [];
  const [only] = values;
  if (values.length !== 1 || typeof only !== "string")
    return <ArgumentList value={input} label="What it asks" />;
  return (
    <p className="text-[15px] leading-6 font-medium wrap-anywhere whitespace-pre-wrap">
      <bdi>{plainText(only)}</bdi>
    </p>
  );
}
