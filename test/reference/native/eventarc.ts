/** Whether a trigger's criteria take an event, by the attributes that Google's own event has: all must be equal, and one is on the type. */
export function passesEventarc(
  filters: readonly { readonly attribute: string; readonly value: string }[],
  attributes: Readonly<Record<string, string>>,
): boolean {
  if (!filters.some(({ attribute }) => attribute === 'type')) throw new Error('A trigger needs a filter on the type');
  return filters.every(({ attribute, value }) => attributes[attribute] === value);
}
