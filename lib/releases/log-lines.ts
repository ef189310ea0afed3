/** A line of a log with the number that it is cited by. Text, never markup and never an order. */
export interface LogLine {
  line: number;
  text: string;
}

/** Numbered from `from`, 1 unless said; an empty last line is none. */
export const numberLines = (text: string, from = 1): LogLine[] =>
  text === ""
    ? []
    : text
        .replace(/\r?\n$/, "")
        .split(/\r?\n/)
        .map((each, at) => ({ line: from + at, text: each }));
