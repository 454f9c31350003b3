import { createRandom } from '../random.ts';
import { dealGeometry } from './geometry.ts';
import { dealProperties } from './properties.ts';

/**
 * Events in the shape and the selectivity of San Francisco's city lots, the data by which the matchers of content patterns compare
 * themselves: `count` JSON documents of 400 to 2,000 bytes, 940 in the mean. At least 1,000, or the rare values would be too many.
 */
export function createLots({ count, seed }: { readonly count: number; readonly seed: number }): string[] {
  const sample = { count, random: createRandom(seed) };
  const properties = dealProperties(sample);
  const geometry = dealGeometry(sample);
  return properties.map((own, index) =>
    JSON.stringify({ type: 'Feature', properties: own, geometry: geometry[index] }),
  );
}
