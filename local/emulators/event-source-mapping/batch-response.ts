/** What a function's answer says of its batch: the items that are to be tried again, or all of them and why. */
export type BatchResponse =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'partial'; readonly identifiers: readonly unknown[] }
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * Reads the answer of a function whose mapping has ReportBatchItemFailures (AWS Lambda Developer Guide, "Partial batch
 * response"): nothing, null, `{}` and an empty or null list mean success; what cannot be read means that all failed.
 */
export function parseBatchResponse(payload: string): BatchResponse {
  if (payload.trim() === '') return { kind: 'succeeded' };
  const answer = parseJson(payload);
  if (answer === null) return { kind: 'succeeded' };
  if (typeof answer !== 'object') return { kind: 'failed', reason: 'the answer is not a JSON object' };
  const items = 'batchItemFailures' in answer ? answer.batchItemFailures : null;
  if (items === null) return { kind: 'succeeded' };
  if (!Array.isArray(items)) return { kind: 'failed', reason: 'batchItemFailures is not an array' };
  if (items.length === 0) return { kind: 'succeeded' };
  return { kind: 'partial', identifiers: items.map(identifierOf) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Undefined for an item without one: no item of a batch has that. */
function identifierOf(item: unknown): unknown {
  return typeof item === 'object' && item !== null && 'itemIdentifier' in item ? item.itemIdentifier : undefined;
}
