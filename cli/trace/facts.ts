import type { Outcome } from '../../shared/routing/outcome.ts';

/** What an event is called; its type is not known where only its claim is left. */
export type EventName = {
  readonly id: string;
  readonly source: string;
  readonly type?: string | undefined;
  readonly subject?: string | undefined;
};

/** Something that happened to an event on a route. Times are RFC 3339 in UTC, which sort as texts. */
export type Moment = { readonly at: string } & (
  | {
      readonly kind: 'try';
      readonly outcome: Outcome['kind'];
      readonly as?: string | undefined;
      readonly code?: string | undefined;
      readonly reason?: string | undefined;
      readonly attempt: number;
      readonly ms: number;
    }
  /** What the claim says, where no journal tells of the tries. */
  | { readonly kind: 'claim'; readonly status: string; readonly attempts: number; readonly redrive: number }
  | {
      readonly kind: 'letter';
      readonly letter: string;
      readonly code: string;
      readonly reason: string;
      readonly status: string;
    }
  | { readonly kind: 'redrive'; readonly letter: string; readonly redrive: number }
);

/** An event on one route: what happened, and the keys of the events that it emitted. */
export type Story = { readonly moments: Moment[]; readonly emitted: Set<string> };

/** All that is known of a cloud's events, each by its source, a space and its id, as a cause is named. */
export type Facts = ReturnType<typeof createFacts>;

export function createFacts() {
  const names = new Map<string, EventName>();
  const causes = new Map<string, string>();
  const stories = new Map<string, Map<string, Story>>();
  /** The keys of the runs that an event made its joins do. */
  const runs = new Map<string, Set<string>>();
  /** What is to be said of an event beside its name. */
  const notes = new Map<string, string>();
  return {
    names,
    causes,
    stories,
    runs,
    notes,
    /** Notes an event, or what more is known of it. */
    name: (event: EventName, cause?: string): string => {
      const key = keyOf(event);
      const { type = event.type, subject = event.subject } = names.get(key) ?? {};
      names.set(key, { id: event.id, source: event.source, type, subject });
      if (cause !== undefined) causes.set(key, cause);
      return key;
    },
    /** The story of an event on a route; the route '' is none. */
    story: (key: string, route: string): Story => {
      const routes = stories.get(key) ?? new Map<string, Story>();
      const story = routes.get(route) ?? { moments: [], emitted: new Set() };
      stories.set(key, routes.set(route, story));
      return story;
    },
    run: (part: string, run: string) => {
      runs.set(part, (runs.get(part) ?? new Set()).add(run));
      causes.set(run, part);
    },
  };
}

export function keyOf({ source, id }: Pick<EventName, 'source' | 'id'>): string {
  return `${source} ${id}`;
}

/** The event that a key names: a source has no space in it. */
export function fromKey(key: string): EventName {
  const space = key.indexOf(' ');
  return { source: key.slice(0, space), id: key.slice(space + 1) };
}
