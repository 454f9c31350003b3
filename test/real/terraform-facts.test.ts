import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeIf } from '../skip.ts';
import { FACTS, loadFacts } from '../tooling/terraform/facts.ts';
import { copyModule, missingTerraform, runTerraform } from '../tooling/terraform/run-terraform.ts';
import { serveFacts } from '../tooling/terraform/serve-facts.ts';

/** Terraform itself, with providers that know their schemas and nothing else. */
const missing = missingTerraform();

describeIf(missing === undefined, missing ?? '')('Terraform, with the schema facts for a provider', () => {
  let served: Awaited<ReturnType<typeof serveFacts>>;

  beforeAll(async () => {
    served = await serveFacts(['google', 'azurerm'], loadFacts());
  });
  afterAll(() => served.close());

  /** What a command says in a copy of the module, which is gone then. */
  async function run({ top, folder }: ReturnType<typeof copyModule>, args: readonly string[]): Promise<string> {
    try {
      const init = await runTerraform(folder, ['init', '-input=false'], served.env);
      expect(init).toMatchObject({ code: 0 });
      const { code, output } = await runTerraform(folder, args, served.env);
      return `${output}\nexit ${code}`;
    } finally {
      rmSync(top, { recursive: true });
    }
  }

  it.each(['gcp', 'azure'] as const)('finds the module valid: %s', async (cloud) => {
    expect(await run(copyModule(cloud), ['validate'])).toContain('The configuration is valid.');
  });

  it('finds an argument that the provider does not know', async () => {
    const text = 'resource "google_pubsub_topic" "other" {\n  nmae = "other"\n}\n';

    const output = await run(copyModule('gcp', { 'other.tf': text }), ['validate']);

    expect(output).toContain('An argument named "nmae" is not expected here.');
  });

  it.each(['sample', 'bare'])(
    'finds the resources that a table asks for, and refuses bad inputs: gcp, %s',
    async (table) => {
      const fixture = (file: string) => readFileSync(join(FACTS, 'gcp', table, file), 'utf8');
      const copy = copyModule('gcp', {
        'routes.json': fixture('routes.json'),
        'tests/module.tftest.hcl': fixture('module.tftest.hcl'),
      });

      expect(await run(copy, ['test'])).toMatch(/Success! \d+ passed, 0 failed\.\n+exit 0/);
    },
  );
});
