import { describe, expect, it } from '@jest/globals';
import { checkModule } from '../../tooling/terraform/check-module.ts';
import { loadFacts } from '../../tooling/terraform/facts.ts';
import { folderOf } from '../../tooling/terraform/modules.ts';
import { readModule } from '../../tooling/terraform/read-module.ts';

describe('terraform/aws', () => {
  it('holds nothing that the provider’s schema or the module itself does not know', async () => {
    expect(checkModule(await readModule(folderOf('aws'), 'terraform/aws'), loadFacts())).toEqual([]);
  });
});
