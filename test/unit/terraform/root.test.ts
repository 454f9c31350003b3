import { describe, expect, it } from '@jest/globals';
import { checkCalls } from '../../tooling/terraform/check-calls.ts';
import { checkModule } from '../../tooling/terraform/check-module.ts';
import { loadFacts } from '../../tooling/terraform/facts.ts';
import { CLOUDS, folderOf } from '../../tooling/terraform/modules.ts';
import { readModule, topsOfKind } from '../../tooling/terraform/read-module.ts';

const root = await readModule(folderOf('root'), 'terraform');
const clouds = await Promise.all(CLOUDS.map((cloud) => readModule(folderOf(cloud), `terraform/${cloud}`)));

describe('terraform/', () => {
  it('holds nothing that it does not know itself', () => {
    expect(checkModule(root, loadFacts())).toEqual([]);
  });

  it('calls the module of every cloud with what it takes, each by a switch', () => {
    const calls = topsOfKind(root, 'module');

    expect(calls.map(({ labels }) => labels[0]).sort()).toEqual(['aws', 'azure', 'gcp']);
    expect(calls.filter(({ body }) => !('count' in body)).map(({ labels }) => labels[0])).toEqual([]);
    expect(checkCalls(root, clouds)).toEqual([]);
  });
});
