/** What RFC 3986 lets stand nowhere in a URI, and a percent sign that encodes nothing. */
const FOREIGN = /[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})/;
/** RFC 3986, appendix B: scheme, authority, path, query and fragment. */
const PARTS = /^(?:([^:/?#]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*$/;
const AUTHORITY = /^(?:[^@[\]]*@)?(?:\[[0-9A-Za-z:.]+\]|[^@:[\]]*)(?::\d*)?$/;

/** A URI-reference (RFC 3986 §4.1): a URI, or what is relative to one. */
export function isUriReference(text: string): boolean {
  if (FOREIGN.test(text)) return false;
  const [, scheme, authority = '', path = '', query = '', fragment = ''] = PARTS.exec(text) ?? [];
  const brackets = /[[\]]/.test(path + query) || /[[\]#]/.test(fragment);
  return (scheme === undefined || SCHEME.test(scheme)) && AUTHORITY.test(authority) && !brackets;
}

/** A URI with its scheme (RFC 3986 §3). */
export function isUri(text: string): boolean {
  return isUriReference(text) && /^[^/?#]*:/.test(text);
}
