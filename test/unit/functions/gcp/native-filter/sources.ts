import { expect } from '@jest/globals';
import { fromMessage } from '../../../../../functions/gcp/message.ts';
import { compileRoutes } from '../../../../../functions/gcp/native-filter.ts';
import { parseFilter } from '../../../../../local/emulators/pubsub/filter/filter.ts';
import { limitsFromEnv } from '../../../../../shared/delivery/limits.ts';
import type { Table } from '../../../../../shared/routing/table.ts';
import { fitsOf } from '../../../../reference/native/fits-of.ts';
import { passesPubSub } from '../../../../reference/native/pub-sub.ts';
import type { Compiled, Source, Trial } from '../../../../reference/native/run.ts';
import { notifications, onTheTopic, toMessage, type Written } from './messages.ts';

type PubSub = Compiled & { readonly filter: string };

const limits = limitsFromEnv({});

function compile(table: Table, source: 'events' | 'uploads'): PubSub | undefined {
  const compiled = compileRoutes(table);
  const trigger = compiled.ok ? compiled.value.triggers[source] : null;
  if (!compiled.ok || trigger === null) return undefined;
  return { ...fitsOf(compiled.value.routes, source, trigger), filter: trigger.filter };
}

function test({ filter }: PubSub, written: Written): Trial {
  const passes = passesPubSub(filter, written.attributes);
  // Two readings of the documentation, written apart.
  expect({ filter, written, passes: parseFilter(filter)(written.attributes) }).toEqual({ filter, written, passes });
  const parts = fromMessage(toMessage(written), { raw: Buffer.alloc(0), limits });
  return {
    always: passes,
    ever: passes,
    events: parts.flatMap(({ event }) => (event.ok ? [event.value] : [])),
    broken: parts.some(({ event }) => !event.ok) && !written.judged,
    judged: written.judged,
  };
}

export const events: Source<PubSub, Written> = {
  compile: (table) => compile(table, 'events'),
  messages: onTheTopic,
  test,
};

export const uploads: Source<PubSub, Written> = {
  compile: (table) => compile(table, 'uploads'),
  messages: () => notifications,
  test,
};
