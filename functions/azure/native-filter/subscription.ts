/**
 * The filter of one event subscription, in Event Grid's own words ("Understand event filtering for Event Grid subscriptions", Event Grid
 * documentation): all of it must hold, and of the values of one advanced filter one.
 */
export type Subscription = {
  readonly name: string;
  readonly includedEventTypes?: readonly string[];
  readonly subjectBeginsWith?: string;
  readonly subjectEndsWith?: string;
  readonly advancedFilters: readonly AdvancedFilter[];
};

export type AdvancedFilter =
  | {
      readonly operatorType: 'StringIn' | 'StringBeginsWith' | 'StringEndsWith';
      readonly key: string;
      readonly values: readonly string[];
    }
  | { readonly operatorType: 'NumberIn'; readonly key: string; readonly values: readonly number[] }
  | {
      readonly operatorType: 'NumberInRange';
      readonly key: string;
      readonly values: readonly (readonly [number, number])[];
    }
  | { readonly operatorType: 'IsNotNull' | 'IsNullOrUndefined'; readonly key: string };

/** The subscriptions of one source, of which no event passes two. */
export type EventGridFilter = { readonly subscriptions: readonly Subscription[] };
