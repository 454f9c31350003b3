import { getEventListeners } from 'node:events';
import { expect, test } from '@jest/globals';
import { onAbort } from '../../../shared/delivery/on-abort.ts';

test('every task of a signal runs when it aborts, once, but for those called off', () => {
  const ending = new AbortController();
  const ran: string[] = [];
  const callOff = ['a', 'b', 'c'].map((name) => onAbort(ending.signal, () => ran.push(name)));
  callOff[1]?.();
  ending.abort();
  ending.abort();
  expect(ran).toEqual(['a', 'c']);
});

test('a task may call itself and others off', () => {
  const ending = new AbortController();
  const ran: string[] = [];
  const callOff = new Map<string, () => void>();
  for (const [name, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    callOff.set(
      name,
      onAbort(ending.signal, () => {
        ran.push(name);
        for (const each of [name, other]) callOff.get(each)?.();
      }),
    );
  }
  ending.abort();
  expect(ran).toEqual(['a']);
});

test('the last task that is called off leaves nothing behind, and the next one is heard again', () => {
  const ending = new AbortController();
  const ran: string[] = [];
  const callOff = ['a', 'b'].map((name) => onAbort(ending.signal, () => ran.push(name)));
  for (const each of callOff) each();
  expect(getEventListeners(ending.signal, 'abort')).toEqual([]);
  onAbort(ending.signal, () => ran.push('c'));
  for (const each of callOff) each();
  ending.abort();
  expect(ran).toEqual(['c']);
});

test('signals have nothing to do with each other', () => {
  const [one, other] = [new AbortController(), new AbortController()];
  const ran: string[] = [];
  onAbort(one.signal, () => ran.push('one'));
  onAbort(other.signal, () => ran.push('other'));
  other.abort();
  expect(ran).toEqual(['other']);
});
