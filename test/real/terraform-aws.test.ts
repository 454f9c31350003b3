import { afterEach, expect, it } from '@jest/globals';
import { createClosers } from '../e2e/support/closers.ts';
import { describeIf } from '../skip.ts';
import { findTerraform } from '../tooling/find-terraform.ts';
import { folderOf } from '../tooling/terraform/modules.ts';
import { missingTerraform, runTerraform } from '../tooling/terraform/run-terraform.ts';
import { copyAwsModule } from './terraform-aws.ts';

const missing = missingTerraform();
const found = findTerraform({ name: 'aws', major: 5, minor: 100 });
const mirror = 'mirror' in found ? found.mirror : '';

const closers = createClosers();
afterEach(closers.closeAll);

const open = async (routes?: string) =>
  closers.add(await copyAwsModule({ mirror, ...(routes === undefined ? {} : { routes }) }));

describeIf(missing === undefined, missing ?? '')('terraform', () => {
  it('has nothing to format, in any module', async () => {
    const ran = await runTerraform(folderOf('root'), ['fmt', '-check', '-recursive', '-diff'], {});

    expect(ran).toEqual({ code: 0, output: '' });
  });
});

describeIf('mirror' in found, 'missing' in found ? found.missing : '')('terraform/aws, with its provider', () => {
  it('is valid with the compiled routes', async () => {
    const module = await open();

    const { output } = await module.run(['validate']);

    expect(output).toContain('The configuration is valid.');
  }, 120_000);

  it('does what its own tests ask for', async () => {
    const module = await open('tests/routes.json');

    const { output } = await module.run(['test']);

    expect(output).toMatch(/Success! \d{2} passed, 0 failed\./);
  }, 600_000);

  it('makes no trigger that no route needs', async () => {
    const module = await open('tests/without-triggers/routes.json');

    const { output } = await module.run(['test', '-test-directory=tests/without-triggers']);

    expect(output).toMatch(/Success! \d+ passed, 0 failed\./);
  }, 120_000);

  it('fails a test that asks for what is not so', async () => {
    const text = `mock_provider "aws" {
      source = "./tests/mocks"
    }
    run "wrong" {
      command = plan
      variables {
        region          = "eu-west-1"
        secrets = { SMTP_URL = "smtp", PAYMENTS_URL = "smtp" }
      }
      assert {
        condition     = aws_s3_bucket.uploads.bucket == "another"
        error_message = "It has another name."
      }
    }`;
    const module = closers.add(
      await copyAwsModule({ mirror, routes: 'tests/routes.json', files: { 'tests/wrong.tftest.hcl': text } }),
    );

    const { output } = await module.run(['test', '-filter=tests/wrong.tftest.hcl'], 1);

    expect(output).toContain('It has another name.');
  }, 120_000);
});
