export type Page = { readonly pageSize?: number | null; readonly pageToken?: string | null };

/** A page of names in their order; the token is the name with which the next page begins. Without a size, all of them. */
export function page(
  names: Iterable<string>,
  { pageSize, pageToken }: Page,
): { names: string[]; nextPageToken: string } {
  const rest = [...names].sort().filter((name) => name >= (pageToken ?? ''));
  const size = pageSize && pageSize > 0 ? pageSize : rest.length;
  return { names: rest.slice(0, size), nextPageToken: rest[size] ?? '' };
}
