/** A subscription's filter on type and subject ("Understand event filtering for Event Grid subscriptions"). */
export type SubscriptionFilter = {
  readonly includedEventTypes?: readonly string[];
  readonly subjectBeginsWith?: string;
  readonly subjectEndsWith?: string;
  readonly isSubjectCaseSensitive?: boolean;
};

export function passes(
  filter: SubscriptionFilter,
  event: { readonly type: string; readonly subject: string },
): boolean {
  const { includedEventTypes: types, subjectBeginsWith: begin = '', subjectEndsWith: end = '' } = filter;
  if (types && !types.includes(event.type)) return false;
  const fold = (text: string) => (filter.isSubjectCaseSensitive ? text : text.toLowerCase());
  const subject = fold(event.subject);
  return subject.startsWith(fold(begin)) && subject.endsWith(fold(end));
}
