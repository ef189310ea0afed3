/** Cuts a text where a stream would: after words, and long runs without spaces every few characters. */
export function pieces(text: string): string[] {
  const words = text.match(/\s*\S+\s*?/g) ?? [];
  const found = words.flatMap((word) => {
    const characters = [...word];
    if (characters.length <= 24) return [word];
    const parts: string[] = [];
    for (let at = 0; at < characters.length; at += 12) {
      parts.push(characters.slice(at, at + 12).join(""));
    }
    return parts;
  });
  const rest = text.slice(found.join("").length);
  return rest === "" ? found : [...found, rest];
}
