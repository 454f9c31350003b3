import { createRequire } from 'node:module';
import { expect, it } from '@jest/globals';

const require = createRequire(import.meta.url);
const { toRoles } = require('../../../cli/deploy/aws-roles.cjs');
const { OUTPUT_NAMES } = require('../../../cli/deploy/terraform-outputs.cjs');

const PLAIN = OUTPUT_NAMES.filter((name: string) => !/role|secret|key|vpc|settings/.test(name));
const outputs = Object.fromEntries(PLAIN.map((name: string) => [name, `arn:${name}`]));

/** What the router may read from buckets, by the names of the statements. */
function reads(needs: readonly string[]): readonly string[] {
  const routes = { needs, triggers: { uploads: null, events: {}, kafka: null } };
  const { resources } = toRoles({ outputs, parameters: {}, routes }, { sources: [] });
  const { Statement } = resources.RouterRole.Properties.Policies[0].PolicyDocument;
  return Statement.filter(({ Action }: { Action: string[] }) => Action.includes('s3:GetObject')).map(
    ({ Sid }: { Sid: string }) => Sid,
  );
}

it('a handler may read an upload that an order names, where no upload triggers anything', () => {
  expect(reads(['blobs'])).toEqual(['Letters', 'Uploads', 'Thumbnails']);
  expect(reads([])).toEqual(['Letters']);
});
