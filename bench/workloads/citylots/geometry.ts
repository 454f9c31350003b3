import type { Random } from '../random.ts';
import { deal, type Sample, type Share } from './shares.ts';

export type Point = { readonly x: number; readonly y: number; readonly z: number };
export type Geometry = {
  readonly type: string;
  readonly coordinates: readonly Point[];
  readonly firstCoordinates: Point;
};

/** The two places that a rule asks for by a number with all its digits, and the lines that the ranges are bounded by. */
export const EXACT_X = -122.42916360922355;
export const EXACT_Y = 37.729900216217324;
export const WEST = -122.46471267081272;
export const MIDDLE = -122.41600944012424;
export const EAST = -122.4063085128395;

/** A strip of the city between two meridians, or two parallels. */
type Zone = readonly [from: number, to: number];
const FAR_WEST: Zone = [-122.515, WEST];
const MID_WEST: Zone = [WEST, MIDDLE];
const MID_EAST: Zone = [MIDDLE, EAST];
const FAR_EAST: Zone = [EAST, -122.365];
const CITY: Zone = [37.708, 37.832];

/** In which zone a lot begins, and the point elsewhere that it reaches, if any. */
type Plan = {
  readonly zone: Zone;
  readonly type?: string;
  readonly first?: Partial<Point>;
  readonly last?: Partial<Point>;
};

/**
 * Of the real lots 148,948 begin west of the middle and 127,053 between west and east; 498 more reach across the middle from the east,
 * 248 from the west, and 432 reach into the range from outside.
 */
const PLANS: readonly Share<Plan>[] = [
  [2, () => ({ zone: MID_WEST, first: { x: EXACT_X } })],
  [216, () => ({ zone: MID_WEST, last: { x: EXACT_X } })],
  [1, () => ({ zone: MID_WEST, type: 'MultiPolygon', last: { y: EXACT_Y } })],
  [119, () => ({ zone: MID_WEST, type: 'MultiPolygon' })],
  [248, (random) => ({ zone: MID_WEST, last: { x: within(MID_EAST, random) } })],
  [498, (random) => ({ zone: MID_EAST, last: { x: within(MID_WEST, random) } })],
  [432, (random) => ({ zone: FAR_WEST, last: { x: within(MID_WEST, random) } })],
  [42_463, () => ({ zone: FAR_WEST })],
  [20_502, () => ({ zone: MID_EAST })],
  [43_120, () => ({ zone: FAR_EAST })],
];

/** A lot's corners, 6 to 17 of them, close together in the plan's zone but for the last; those of several parts have more. */
export function dealGeometry(sample: Sample): Geometry[] {
  return deal<Plan>(PLANS, () => ({ zone: MID_WEST }), sample).map((plan) => toGeometry(plan, sample.random));
}

function toGeometry({ zone, type = 'Polygon', first = {}, last = {} }: Plan, random: Random): Geometry {
  const corners = type === 'Polygon' ? 6 + random.int(12) : 30;
  const [plotX, plotY] = [plotIn(zone, random), plotIn(CITY, random)];
  const points = Array.from({ length: corners }, () => toPoint(plotX, plotY, random));
  const coordinates = points.map((point, index) => ({
    ...point,
    ...(index === 0 ? first : index === corners - 1 ? last : {}),
  }));
  return { type, coordinates, firstCoordinates: coordinates[0] ?? toPoint(plotX, plotY, random) };
}

function toPoint(x: Zone, y: Zone, random: Random): Point {
  return { x: within(x, random), y: within(y, random), z: 0 };
}

/** A small part of a strip. */
function plotIn(zone: Zone, random: Random): Zone {
  const from = within(zone, random);
  return [from, from + (zone[1] - from) / 100];
}

/** A double with all its digits, between both ends and never one of them. */
function within([from, to]: Zone, random: Random): number {
  const fine = (random.int(2 ** 21) + random.next()) / 2 ** 21;
  const number = from + (0.001 + 0.998 * fine) * (to - from);
  return number === EXACT_X || number === EXACT_Y ? within([from, to], random) : number;
}
