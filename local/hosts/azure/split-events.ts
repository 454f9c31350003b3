/**
 * The events of a request body, each as JSON text: an object is one, an array as many as it holds. Undefined for
 * anything else, and for several events that are nested too deep to be written again. A single event keeps its own
 * text, so its depth does not matter here.
 */
export function splitEvents(body: Uint8Array): string[] | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    const json: unknown = JSON.parse(text);
    if (!Array.isArray(json)) return typeof json === 'object' && json !== null ? [text] : undefined;
    if (json.length === 1) return [text.trim().slice(1, -1)];
    return json.map((event) => JSON.stringify(event));
  } catch {
    return undefined; // not UTF-8, not JSON, or a RangeError of JSON.stringify: the caller answers 400 to all three
  }
}
