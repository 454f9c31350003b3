import { ANY_ONE, createSearch, type Points } from './like-search.ts';

/** A LIKE pattern made ready (CESQL 1.0.0 §3.4.3). */
export type Like = {
  readonly matches: (text: string) => boolean;
  /** Every text that matches begins with `prefix` and ends with `suffix`; where `exact`, it is `prefix` and nothing else. */
  readonly prefix: string;
  readonly suffix: string;
  readonly exact: boolean;
};

/** What a pattern may have between two `%` at most: a search for it costs a thirty-second of its length for each character of the text. */
export const MAX_LIKE_PART = 1_024;

/**
 * Parts of fixed length with a `%` between each two. The first is found at the text's start, the last at its end, and each other one as
 * early as can be, so that no choice is ever taken back. Undefined when a part is longer than MAX_LIKE_PART. Characters are code points.
 */
export function parseLike(pattern: string): Like | undefined {
  const parts = readParts(pattern);
  const [first = [], ...rest] = parts;
  const last = rest.pop();
  if (rest.some((part) => part.length > MAX_LIKE_PART)) return undefined;
  const ends = { prefix: leading(first), suffix: trailing(last ?? first) };
  if (last === undefined) return { ...ends, exact: !first.includes(ANY_ONE), matches: matchWhole(first) };
  return { ...ends, exact: false, matches: matchParts(first, rest, last) };
}

function readParts(pattern: string): Points[] {
  const parts: number[][] = [[]];
  const characters = Array.from(pattern, (character) => character.codePointAt(0) ?? 0);
  for (let at = 0; at < characters.length; at++) {
    const [character = 0, next] = characters.slice(at, at + 2);
    const isEscape = character === BACKSLASH && (next === PERCENT || next === UNDERSCORE);
    if (isEscape) at++;
    if (character === PERCENT) parts.push([]);
    else parts.at(-1)?.push(isEscape ? next : character === UNDERSCORE ? ANY_ONE : character);
  }
  return parts;
}

const [PERCENT, UNDERSCORE, BACKSLASH] = [0x25, 0x5f, 0x5c];

function leading(part: Points): string {
  const end = part.indexOf(ANY_ONE);
  return toText(end === -1 ? part : part.slice(0, end));
}

function trailing(part: Points): string {
  return toText(part.slice(part.lastIndexOf(ANY_ONE) + 1));
}

function toText(points: Points): string {
  return points.map((point) => String.fromCodePoint(point)).join('');
}

function matchWhole(part: Points): (text: string) => boolean {
  if (isPlain(part)) {
    const whole = toText(part);
    return (text) => text === whole;
  }
  return (text) => {
    const points = toPoints(text);
    return points.length === part.length && standsAt(part, points, 0);
  };
}

function matchParts(first: Points, inner: readonly Points[], last: Points): (text: string) => boolean {
  const between = inner.filter((part) => part.length > 0);
  const isSimple = [first, last, ...between].every(isPlain) && between.every((part) => part.length <= SHORT);
  return isSimple ? matchTexts(first, between, last) : matchPoints(first, between, last);
}

/** The engine's own search may compare all of what it searches at every place: for short texts that does not matter. */
const SHORT = 64;

/** Text without `_`, and without a half of a surrogate pair, is found by the engine in whole characters. */
function isPlain(part: Points): boolean {
  return part.every((point) => point !== ANY_ONE && (point < 0xd800 || point > 0xdfff));
}

function matchTexts(first: Points, between: readonly Points[], last: Points): (text: string) => boolean {
  const [prefix, suffix, inner] = [toText(first), toText(last), between.map(toText)];
  return (text) => {
    let [at, end] = [prefix.length, text.length - suffix.length];
    if (at > end || !text.startsWith(prefix) || !text.endsWith(suffix)) return false;
    for (const part of inner) {
      const found = text.indexOf(part, at);
      if (found === -1 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}

function matchPoints(first: Points, between: readonly Points[], last: Points): (text: string) => boolean {
  const searches = between.map(createSearch);
  return (text) => {
    const points = toPoints(text);
    let [at, end] = [first.length, points.length - last.length];
    if (at > end || !standsAt(first, points, 0) || !standsAt(last, points, end)) return false;
    for (const search of searches) {
      at = search(points, at, end);
      if (at === -1) return false;
    }
    return true;
  };
}

function toPoints(text: string): Points {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0);
}

function standsAt(part: Points, points: Points, at: number): boolean {
  return part.every((point, index) => point === ANY_ONE || point === points[at + index]);
}
