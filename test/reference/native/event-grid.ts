/** A subscription's filter as Event Grid's management API has it, less what the tests have no use for. */
export type EventGridFilter = {
  readonly includedEventTypes?: readonly string[];
  readonly subjectBeginsWith?: string;
  readonly subjectEndsWith?: string;
  readonly advancedFilters: readonly {
    readonly operatorType: string;
    readonly key: string;
    readonly values?: readonly unknown[];
  }[];
};

/** What the documentation leaves open, so that a filter must do in each way. */
export type Reading = {
  /** How case is disregarded, character by character. */
  readonly fold: (character: string) => string;
  /** Whether the ends of a range belong to it. */
  readonly closedRanges: boolean;
  /** Whether types too are compared without regard to case. */
  readonly foldTypes: boolean;
  /** Whether a number or a boolean is compared with texts as its own text. */
  readonly readAsText: boolean;
  /** Whether a filter on the source sees the topic instead: MicrosoftDocs/azure-docs issue 43421. */
  readonly topicAsSource: boolean;
};

const lower = (character: string) => character.toLowerCase();
const upper = (character: string) => character.toUpperCase();
const ascii = (character: string) => (character <= '\u007f' ? character.toLowerCase() : character);

export const READINGS: readonly Reading[] = [
  { fold: ascii, closedRanges: true, foldTypes: false, readAsText: false, topicAsSource: false },
  { fold: lower, closedRanges: false, foldTypes: true, readAsText: true, topicAsSource: true },
  { fold: upper, closedRanges: true, foldTypes: true, readAsText: true, topicAsSource: false },
];

const TOPIC = '/subscriptions/s/resourceGroups/g/providers/Microsoft.EventGrid/topics/t';

/** "Understand event filtering for Event Grid subscriptions": all of a subscription's filters must hold. Throws beyond its limits. */
export function passesEventGrid(
  filter: EventGridFilter,
  event: Readonly<Record<string, unknown>>,
  reading: Reading,
): boolean {
  checkLimits(filter);
  const { includedEventTypes, subjectBeginsWith = '', subjectEndsWith = '', advancedFilters } = filter;
  const fold = (text: string) => Array.from(text, reading.fold).join('');
  const type = String(event.type);
  const same = (one: string) => (reading.foldTypes ? fold(one) === fold(type) : one === type);
  if (includedEventTypes !== undefined && !includedEventTypes.some(same)) return false;
  // isSubjectCaseSensitive is false unless told.
  const subject = typeof event.subject === 'string' ? fold(event.subject) : '';
  if (!subject.startsWith(fold(subjectBeginsWith)) || !subject.endsWith(fold(subjectEndsWith))) return false;
  const seen = reading.topicAsSource ? { ...event, source: TOPIC } : event;
  return advancedFilters.every((one) => holds(one, valueAt(seen, one.key), reading));
}

function checkLimits({ advancedFilters, ...texts }: EventGridFilter): void {
  const values = advancedFilters.flatMap((one) => one.values ?? []);
  const strings = [...values, texts.subjectBeginsWith, texts.subjectEndsWith].filter(
    (value) => typeof value === 'string',
  );
  const longest = Math.max(0, ...strings.map(({ length }) => length));
  const empty = advancedFilters.some((one) => one.values?.length === 0) || texts.includedEventTypes?.length === 0;
  if (advancedFilters.length > 25 || values.length > 25 || longest > 512 || empty)
    throw new Error(`${advancedFilters.length} filters, ${values.length} values, ${longest} characters`);
}

/** Keys lead through objects; a key with a dot in it cannot be told, and arrays are not led through. */
function valueAt(event: unknown, key: string): unknown {
  return key.split('.').reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.hasOwn(value, step) ? Reflect.get(value, step) : undefined;
  }, event);
}

type Advanced = EventGridFilter['advancedFilters'][number];

/** Without enableAdvancedFilteringOnArrays, an array is no value of any of the operators. */
function holds({ operatorType, values = [] }: Advanced, value: unknown, reading: Reading): boolean {
  const fold = (text: unknown) => Array.from(String(text), reading.fold).join('');
  const text = isText(value, reading) ? fold(value) : undefined;
  switch (operatorType) {
    case 'IsNullOrUndefined':
      return value === undefined || value === null;
    case 'IsNotNull':
      return value !== undefined && value !== null;
    case 'StringIn':
      return text !== undefined && values.some((one) => fold(one) === text);
    case 'StringBeginsWith':
      return text !== undefined && values.some((one) => text.startsWith(fold(one)));
    case 'StringEndsWith':
      return text !== undefined && values.some((one) => text.endsWith(fold(one)));
    case 'NumberIn':
      return typeof value === 'number' && values.includes(value);
    case 'NumberInRange':
      return typeof value === 'number' && values.some((range) => isWithin(value, range, reading));
    default:
      throw new Error(`The filters use no ${operatorType}`);
  }
}

function isText(value: unknown, { readAsText }: Reading): boolean {
  return typeof value === 'string' || (readAsText && (typeof value === 'number' || typeof value === 'boolean'));
}

function isWithin(value: number, range: unknown, { closedRanges }: Reading): boolean {
  const [low, high] = Array.isArray(range) ? range.map(Number) : [];
  if (low === undefined || high === undefined) throw new Error('A range has two ends');
  return closedRanges ? value >= low && value <= high : value > low && value < high;
}
