import { Refusal } from '../refusal.ts';

/** What is left of a subscription's `topic` when that topic is deleted. */
export const deletedTopic = '_deleted-topic_';

const id = /^(?!goog)[A-Za-z][A-Za-z0-9._~+%-]{2,254}$/;

/**
 * A resource name as it is, or INVALID_ARGUMENT: `projects/P/topics/T`, whose last part has 3 to 255 letters, digits and `-_.~+%`,
 * begins with a letter and not with "goog". "Resource names" in the Pub/Sub documentation.
 */
export function checkName(kind: 'topics' | 'subscriptions', name: unknown): string {
  const parts = typeof name === 'string' ? name.split('/') : [];
  const [projects, project, collection, last] = parts;
  const good = parts.length === 4 && projects === 'projects' && project && collection === kind && id.test(last ?? '');
  if (good && typeof name === 'string') return name;
  throw new Refusal('INVALID_ARGUMENT', `Invalid [${kind}] name: (name=${typeof name === 'string' ? name : ''})`);
}

/** The project and the id in `projects/P/subscriptions/S`. */
export function splitName(name: string): { project: string; id: string } {
  const [, project = '', , last = ''] = name.split('/');
  return { project, id: last };
}
