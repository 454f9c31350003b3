import type { Condition } from '../../../shared/routing/match/condition.ts';
import { type Shape, shapeOf } from './shape.ts';
import type { AdvancedFilter } from './subscription.ts';

/** A filter that holds wherever one of the conditions does; undefined where that would be any event. */
export type LoweredField = { readonly filter: AdvancedFilter; readonly exact: boolean } | undefined;

/** The conditions on what stands at `key`, a single value or nothing. There is no OR but of values of one kind. */
export function lowerField(key: string, any: readonly Condition[]): LoweredField {
  const shapes = any.map(shapeOf).filter(({ kind }) => kind !== 'never');
  const kinds = new Set(shapes.map(({ kind }) => kind));
  if (kinds.has('absent'))
    return kinds.size > 1 ? undefined : { filter: { operatorType: 'IsNullOrUndefined', key }, exact: true };
  return ofTexts(key, shapes) ?? ofNumbers(key, shapes) ?? ofPresence(key, shapes);
}

function ofPresence(key: string, shapes: readonly Shape[]): LoweredField {
  const exact = shapes.some((shape) => shape.kind === 'present' && shape.exact);
  return { filter: { operatorType: 'IsNotNull', key }, exact };
}

type TextShape = Extract<Shape, { kind: 'text' | 'beginning' | 'ending' }>;

function ofTexts(key: string, shapes: readonly Shape[]): LoweredField {
  const texts = shapes.filter((shape): shape is TextShape => 'text' in shape);
  const kinds = new Set(texts.map(({ kind }) => kind));
  if (texts.length === 0 || texts.length < shapes.length || (kinds.has('beginning') && kinds.has('ending')))
    return undefined;
  const operatorType = kinds.has('beginning')
    ? 'StringBeginsWith'
    : kinds.has('ending')
      ? 'StringEndsWith'
      : 'StringIn';
  const values = [...new Set(texts.map(({ text }) => text))];
  return { filter: { operatorType, key, values }, exact: kinds.size === 1 && texts.every(({ exact }) => exact) };
}

type NumberShape = Extract<Shape, { kind: 'number' | 'range' }>;

function ofNumbers(key: string, shapes: readonly Shape[]): LoweredField {
  const numbers = shapes.filter((shape): shape is NumberShape => shape.kind === 'number' || shape.kind === 'range');
  if (numbers.length === 0 || numbers.length < shapes.length) return undefined;
  const singles = numbers.flatMap((shape) => (shape.kind === 'number' ? [shape.value] : []));
  if (singles.length === numbers.length)
    return { filter: { operatorType: 'NumberIn', key, values: [...new Set(singles)] }, exact: false };
  return { filter: { operatorType: 'NumberInRange', key, values: numbers.map(toRange) }, exact: false };
}

function toRange(shape: NumberShape): readonly [number, number] {
  return shape.kind === 'range' ? [shape.low, shape.high] : [Math.floor(shape.value) - 1, Math.ceil(shape.value) + 1];
}
