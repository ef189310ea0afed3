const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Text from outside without the invisible characters that reorder what is drawn; right-to-left scripts stay as they are. */
export const plainText = (text: string): string => text.replace(BIDI_CONTROLS, "");

/** The same for use within a sentence of ours: it cannot turn the rest of the sentence around. */
export function isolate(text: string): string {
  const plain = plainText(text);
  return RIGHT_TO_LEFT.test(plain) ? `\u2068${plain}\u2069` : plain;
}
