import { ANYTHING_BUT } from './pattern-cases/anything-but.ts';
import { NUMBERS } from './pattern-cases/numbers.ts';
import type { PatternCase } from './pattern-cases/pattern-case.ts';
import { STRUCTURE } from './pattern-cases/structure.ts';
import { TEXTS } from './pattern-cases/texts.ts';
import { VALUES } from './pattern-cases/values.ts';

/** The language of content patterns, sentence by sentence. */
export const PATTERN_CASES: readonly PatternCase[] = [...VALUES, ...TEXTS, ...NUMBERS, ...ANYTHING_BUT, ...STRUCTURE];
