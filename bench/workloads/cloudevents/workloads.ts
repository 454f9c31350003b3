import { ALERT, type Told } from './event.ts';

/** Rules that come in any number; an event is aimed at one of them, and `wanted` are all that want it. */
export type Workload = {
  readonly rule: (index: number, rules: number) => object;
  readonly event: (target: number, rules: number) => Told;
  readonly wanted: (target: number, rules: number) => readonly number[];
};

const ENVS = ['prod', 'stage', 'dev', 'test'];
const REGIONS = 100;

/** Six workloads after those of hypermatch's benchmark, on the attributes `source` and `type` and on fields of the payload. */
export const WORKLOADS: Readonly<Record<string, Workload>> = {
  /** Every operator in every rule; ten rules share each `number`. */
  mixed: {
    rule: (index, rules) => ({
      source: [{ wildcard: '*-myapp-*' }],
      type: ['com.example.app.changed', 'com.example.database.changed'],
      data: {
        env: ['prod'],
        number: [String(index % (rules / 10))],
        tags: ['tag1', 'tag2'],
        region: [{ 'anything-but': ['moon'] }],
      },
    }),
    event: (target, rules) => ({
      source: `/apps/eu-myapp-${target}`,
      type: 'com.example.app.changed',
      data: { number: String(target % (rules / 10)) },
    }),
    wanted: (target, rules) => upTo(10).map((part) => (target % (rules / 10)) + part * (rules / 10)),
  },
  equals: {
    rule: (index) => ({
      source: [`/services/svc-${Math.floor(index / 4)}`],
      type: [ALERT],
      data: { env: [ENVS[index % 4]] },
    }),
    event: (target) => ({
      source: `/services/svc-${Math.floor(target / 4)}`,
      data: { env: ENVS[target % 4] ?? '' },
    }),
    wanted: (target) => [target],
  },
  prefix: {
    rule: (index) => ({ source: [{ prefix: `/api/v1/r${index}/` }], type: ['com.example.get', 'com.example.post'] }),
    event: (target) => ({ source: `/api/v1/r${target}/items/42`, type: 'com.example.get' }),
    wanted: (target) => [target],
  },
  wildcard: {
    rule: (index) => ({ source: [{ wildcard: `*-app${index}-*` }], type: [ALERT], data: { env: ['prod'] } }),
    event: (target) => ({ source: `/hosts/eu-app${target}-db` }),
    wanted: (target) => [target],
  },
  /** Ten rules to a service, with rising thresholds: six of them are under 550. */
  numeric: {
    rule: (index) => ({
      source: [`/services/svc-${Math.floor(index / 10)}`],
      type: [ALERT],
      data: { latency: [{ numeric: ['>', (index % 10) * 100] }] },
    }),
    event: (target) => ({ source: `/services/svc-${Math.floor(target / 10)}` }),
    wanted: (target) => upTo(6).map((step) => target - (target % 10) + step),
  },
  /** A hundred rules to a service, each excluding another region. */
  'anything-but': {
    rule: (index) => ({
      source: [`/services/svc-${Math.floor(index / REGIONS)}`],
      type: [ALERT],
      data: { region: [{ 'anything-but': [`r${index % REGIONS}`] }] },
    }),
    event: (target) => ({
      source: `/services/svc-${Math.floor(target / REGIONS)}`,
      data: { region: `r${target % REGIONS}` },
    }),
    wanted: (target, rules) =>
      upTo(Math.min(REGIONS, rules))
        .map((region) => target - (target % REGIONS) + region)
        .filter((rule) => rule !== target),
  },
};

function upTo(count: number): number[] {
  return [...Array(count).keys()];
}
