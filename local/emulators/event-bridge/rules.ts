import { arn } from '../aws-account.ts';
import { AwsError } from '../aws-error.ts';
import type { Target } from './delivery.ts';

/** Says whether an event fits an EventBridge event pattern, both as JSON values; may throw for a pattern that is none. */
export type Matches = (pattern: unknown, event: object) => boolean;

export type NewRule = {
  readonly name: string;
  /** `default` unless given. */
  readonly eventBusName?: string | undefined;
  /** A JSON object, or its text. */
  readonly eventPattern: string | object;
  readonly targets: readonly Target[];
};

export type Rules = {
  readonly createBus: (name: string) => void;
  readonly hasBus: (name: string) => boolean;
  /** Adds a rule or replaces the one of that name. Throws an `AwsError` for an unknown bus or a bad pattern. */
  readonly putRule: (rule: NewRule) => void;
  /** Adds targets to a rule, each instead of the one with its id. Throws an `AwsError` when there is no such rule. */
  readonly putTargets: (bus: string, rule: string, targets: readonly Target[]) => void;
  /** The rules of a bus that want an event. */
  readonly matching: (bus: string, event: object) => readonly Rule[];
};

export type Rule = { readonly name: string; readonly pattern: unknown; readonly targets: readonly Target[] };

/** Event buses, of which `default` is always there, and their rules. */
export function createRules(matches: Matches): Rules {
  const buses = new Map<string, Map<string, Rule>>([['default', new Map()]]);
  const findBus = (name: string) => {
    const bus = buses.get(name);
    if (!bus) throw notFound(`Event bus ${name} does not exist.`);
    return bus;
  };
  const putRule = ({ name, eventBusName = 'default', eventPattern, targets }: NewRule) => {
    findBus(eventBusName).set(name, { name, pattern: toPattern(eventPattern, matches), targets });
  };
  const putTargets = (busName: string, name: string, targets: readonly Target[]) => {
    const rule = findBus(busName).get(name);
    if (!rule) throw notFound(`Rule ${name} does not exist on EventBus ${busName}.`);
    const kept = rule.targets.filter(({ id }) => !targets.some((target) => target.id === id));
    findBus(busName).set(name, { ...rule, targets: [...kept, ...targets] });
  };
  const matching = (bus: string, event: object) =>
    [...(buses.get(bus)?.values() ?? [])].filter(({ pattern }) => matches(pattern, event));
  const createBus = (name: string) => {
    if (!buses.has(name)) buses.set(name, new Map());
  };
  return { createBus, hasBus: (name) => buses.has(name), putRule, putTargets, matching };
}

/** The name in a name or an ARN of an event bus. */
export function busName(nameOrArn: string | undefined): string {
  return (nameOrArn ?? 'default').replace(arn('events', 'event-bus/'), '');
}

function toPattern(given: string | object, matches: Matches): unknown {
  try {
    const pattern: unknown = typeof given === 'string' ? JSON.parse(given) : given;
    matches(pattern, {}); // so that a pattern that is none is refused here and not with each event
    return pattern;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError(400, 'InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
  }
}

function notFound(message: string): AwsError {
  return new AwsError(400, 'ResourceNotFoundException', message);
}
