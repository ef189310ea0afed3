import type { SaidMessage } from "../../models/operator/read-conversation.ts";
import { invalid } from "./refuse.ts";

/** As on AWS: what the assistant called must be answered in the next message, and nothing else may be. */
export function checkAnswers(messages: SaidMessage[]): void {
  messages.forEach(({ role, content }, at) => {
    if (role !== "user") return;
    const asked = (messages[at - 1]?.content ?? []).flatMap(
      ({ toolUse }) => toolUse?.toolUseId ?? [],
    );
    const answered = content.flatMap(({ toolResult }) => toolResult?.toolUseId ?? []);
    const lacks = asked.filter((id) => !answered.includes(id));
    if (lacks.length > 0) {
      throw invalid(
        `Expected toolResult blocks at messages.${at}.content for the following Ids: ${lacks.join(", ")}`,
      );
    }
    if (answered.length > asked.length || answered.some((id) => !asked.includes(id))) {
      throw invalid(
        `The number of toolResult blocks at messages.${at}.content exceeds the number of toolUse blocks of previous turn.`,
      );
    }
  });
}
