import { median } from '../cells/median.ts';
import { type Figure, holds } from '../figure.ts';
import { formatRate, formatRatio, toDigits } from '../report/format.ts';
import type { Table } from '../report/table.ts';
import { bareClient, worker } from './all.ts';
import { rateOf, type Score } from './run-rounds.ts';

const LEAST_RATE = 50_000;
const LEAST_SHARE = 60;

/** Events per second beside each other; a ratio is the median of what it was in each round. */
export function toComparison(scores: readonly Score[], events: number): Table {
  const bare = scores.find(({ name }) => name === bareClient.name);
  return {
    title: `Kafka: ${events.toLocaleString('en')} events of 500 bytes in 6 partitions`,
    head: ['contender', 'events/s', 'of the bare client', 'broker’s share of the CPU', 'CPU that others took'],
    rows: scores.map((score) => [
      `${score.name}, ${score.version}`,
      rateText(score),
      ratioText(score, bare),
      ...sharesOf(score),
    ]),
    notes: scores.flatMap(({ name, why }) => (why === undefined ? [] : [`${name}: ${why}`])),
  };
}

/** What the worker is to reach. */
export function toTargets(scores: readonly Score[]): readonly Figure[] {
  const [ours, bare] = [worker, bareClient].map(({ name }) => scores.find((score) => score.name === name));
  const rate = ours === undefined ? Number.NaN : medianRate(ours);
  const share = 100 * ratioOf(ours, bare);
  return [
    holds('Kafka worker, state in memory, commits included', rate, 'events per second', {
      target: `≥ ${LEAST_RATE.toLocaleString('en')}`,
      least: LEAST_RATE,
    }),
    holds('Kafka worker, of the bare client’s rate', share, '%', { target: `≥ ${LEAST_SHARE} %`, least: LEAST_SHARE }),
  ];
}

function medianRate({ rounds }: Score): number {
  return median(rounds.map(rateOf));
}

function ratioOf(one: Score | undefined, other: Score | undefined): number {
  const ratios = one?.rounds.map((round, index) => {
    const beside = other?.rounds[index];
    return beside === undefined ? Number.NaN : rateOf(round) / rateOf(beside);
  });
  return median((ratios ?? []).filter((ratio) => !Number.isNaN(ratio)));
}

function rateText(score: Score): string {
  return score.rounds.length === 0 ? '–' : formatRate(medianRate(score));
}

function ratioText(score: Score, bare: Score | undefined): string {
  const ratio = ratioOf(score, bare);
  return Number.isNaN(ratio) ? '' : formatRatio(ratio);
}

/** Of the time that contender and broker used; and what part of all that was used went to neither. */
function sharesOf({ rounds }: Score): readonly [broker: string, others: string] {
  const sum = (who: keyof (typeof rounds)[number]['cpu']) =>
    rounds.reduce((seconds, { cpu }) => seconds + (cpu[who] ?? Number.NaN), 0);
  const [contender, broker, others] = [sum('contender'), sum('broker'), sum('others')];
  return [percent(broker / (contender + broker)), percent(others / (contender + broker + others))];
}

function percent(part: number): string {
  return Number.isNaN(part) ? 'unknown' : `${toDigits(100 * part)} %`;
}
