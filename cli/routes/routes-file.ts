import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CloudName } from '../../local/laptop/cloud.ts';
import { isMissing } from '../../shared/delivery/embedded/folder.ts';
import { parseJson } from '../../shared/schemas/json.ts';
import { changedMembers } from './changed-members.ts';
import type { Compiled } from './compiled.ts';
import type { Port } from './needs.ts';

/** A cloud’s routes.json as it is and as it is to be; `members` are JSON Pointers to what differs, none where it is as it is to be. */
export type RoutesFile = {
  readonly cloud: CloudName;
  /** From the project’s root. */
  readonly path: string;
  readonly state: 'new' | 'changed' | 'unchanged';
  readonly members: readonly string[];
  /** What is written, where it is JSON. */
  readonly written: unknown;
  /** What belongs there. */
  readonly text: string;
};

/** Holds what is written below the project’s `root` against what was compiled. */
export async function compareRoutesFile(root: string, cloud: CloudName, contents: Contents): Promise<RoutesFile> {
  const path = `terraform/${cloud}/routes.json`;
  const expected = toDocument(contents);
  const text = `${JSON.stringify(expected, null, 2)}\n`;
  const there = await readIfThere(join(root, path));
  const parsed = parseJson(there ?? '');
  const written = parsed.ok ? parsed.value : undefined;
  // Whoever formats it, or checks it out with other line ends, changes nothing.
  const members = there === undefined ? [] : changedMembers(written, JSON.parse(text));
  const state = there === undefined ? 'new' : members.length === 0 ? 'unchanged' : 'changed';
  return { cloud, path, state, members, written, text };
}

export type Contents = { readonly compiled: Compiled; readonly needs: readonly Port[] };

/** The members stand in one order, however the table is changed. */
export function toDocument({ compiled, needs }: Contents): object {
  const { longestTimeoutSeconds, ordered, joins, triggers, routes, ...own } = compiled;
  return { comment: COMMENT, longestTimeoutSeconds, ordered, needs, joins, triggers, ...own, routes };
}

const COMMENT = 'Made from shared/routes.ts by `npx waybill routes compile`.';

function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
}
