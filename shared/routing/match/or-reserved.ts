/**
 * Names that no field inside `$or` may have: the operators, and those that event-ruler keeps for operators to come
 * (aws/event-ruler, Constants.RESERVED_FIELD_NAMES_IN_OR_RELATIONSHIP).
 */
export const OR_RESERVED: ReadonlySet<string> = new Set([
  ...['exactly', 'equals-ignore-case', 'prefix', 'suffix', 'anything-but', 'exists', 'wildcard', 'numeric', 'cidr'],
  ...['=', '<', '<=', '>', '>='],
  ...['regex', 'not-wildcard', 'not-equals-ignore-case'],
  ...['date-after', 'date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range'],
  ...['ip-address-in-range', 'ip-address-not-in-range'],
]);
