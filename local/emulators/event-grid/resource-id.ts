/** An Azure Resource Manager id, of the all-zero subscription that the emulators live in. */
export function toResourceId(type: string, name: string): string {
  return `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/${type}/${name}`;
}

/** What Event Grid stamps on the events of a custom topic as `topic`. */
export function toTopicId(topic: string): string {
  return toResourceId('Microsoft.EventGrid/topics', topic);
}
