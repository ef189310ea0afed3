/** One event of a `text/event-stream`: what the journal's stream sends. */
export interface StreamedEvent {
  id?: string;
  data: string;
}

/**
 * Reads a `text/event-stream` as its pieces come, however they are cut; comments are heartbeats and
 * give nothing. Source: the HTML standard, "Parsing an event stream".
 */
export function createEventReader(on: (event: StreamedEvent) => void): (piece: string) => void {
  let rest = "";
  let id: string | undefined;
  let data: string[] = [];
  const line = (text: string) => {
    if (text === "") {
      if (data.length > 0) on({ ...(id === undefined ? {} : { id }), data: data.join("\n") });
      data = [];
      return;
    }
    const colon = text.indexOf(":");
    if (colon === 0) return;
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? "" : text.slice(colon + 1).replace(/^ /, "");
    if (field === "data") data.push(value);
    else if (field === "id") id = value;
  };
  return (piece) => {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    for (const each of lines) line(each);
  };
}
