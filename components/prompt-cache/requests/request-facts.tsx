import { CopyableId } from "@/components/data/copyable-id";
import { TextLink } from "@/components/data/text-link";
import { Timestamp } from "@/components/data/timestamp";
import { Fact, Facts } from "@/components/prompt-cache/parts/facts";
import { Section } from "@/components/prompt-cache/parts/section";
import { formatCount } from "@/lib/platform/format";
import { formatUsd } from "@/lib/platform/money";
import { routes } from "@/lib/platform/routes";
import { formatScore } from "@/lib/prompt-cache/score-text";
import type { RequestTrace } from "@/lib/prompt-cache/trace";

const DOOR_TEXT: Record<RequestTrace["door"], string> = {
  bedrock: "Bedrock-compatible endpoint",
  prompts: "POST /api/prompts",
  lambda: "Lambda function",
  playground: "Playground",
  "warm-up": "Warm-up",
};

/** Tokens, money and where it came from; zeros that say nothing are left out. */
export function RequestFacts({ trace }: { trace: RequestTrace }) {
  const { tokens, money, entryId, namespace, score, status } = trace;
  const net = money.saved - money.overhead;
  return (
    <Section title="Tokens and money">
      <Facts>
        <Fact name="Tokens">
          {formatCount(tokens.input)} in, {formatCount(tokens.output)} out
          {tokens.saved > 0 ? `, ${formatCount(tokens.saved)} saved` : ""}
          {tokens.compressed > 0 ? `, about ${formatCount(tokens.compressed)} compressed away` : ""}
        </Fact>
        <Fact name="Paid">
          {formatUsd(money.spent)} to the model
          {money.overhead > 0 ? `, ${formatUsd(money.overhead)} for embedding and judging` : ""}
        </Fact>
        <Fact name="Saved">
          {formatUsd(money.saved)}
          {money.overhead > 0 ? ` (${formatUsd(net)} net)` : ""}
        </Fact>
        {score === undefined ? null : <Fact name="Similarity">{formatScore(score)}</Fact>}
        <Fact name="Asked">
          <Timestamp at={trace.at} />
        </Fact>
        <Fact name="Came in by">{DOOR_TEXT[trace.door]}</Fact>
        <Fact name="Namespace">{namespace}</Fact>
        <Fact name="Model">{trace.model}</Fact>
        <Fact name="Operation">
          {trace.operation}
          {status === 200 ? "" : `, answered ${status}`}
        </Fact>
        {entryId ? (
          <Fact name="Entry">
            <TextLink href={`${routes.promptEntry(entryId)}?namespace=${namespace}`}>
              {trace.cache === "miss" ? "What was stored" : "What was served"}
            </TextLink>
          </Fact>
        ) : null}
        <Fact name="Id">
          <CopyableId value={trace.id} max={24} label="request id" />
        </Fact>
      </Facts>
    </Section>
  );
}
