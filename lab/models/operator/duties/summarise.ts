import { answer, type Duty } from "../model.ts";

/** "Summarise the conversation", as a harness asks when the context gets long: what was asked and which tools answered. */
export const summarise: Duty = ({ question, system, earlier, calls }) => {
  if (!/\bsummari[sz]e\b[^.\n]{0,40}\bconversation\b/i.test(`${question}\n${system.slice(0, 400)}`))
    return undefined;
  const asked = earlier.map((text) => `- The person said: ${line(text)}`);
  const called = calls.map(
    ({ name, input, status, text }) =>
      `- ${name} ${line(JSON.stringify(input))} ${status === "error" ? "failed" : "answered"}: ${line(text)}`,
  );
  return answer(["Summary of the conversation so far:", ...asked, ...called].join("\n"));
};

const line = (text: string): string => {
  const plain = text.replace(/\s+/g, " ").trim();
  return plain.length > 240 ? `${plain.slice(0, 240)}…` : plain;
};
