// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are Terraform’s templates
import { describe, expect, it } from '@jest/globals';
import { checkCalls } from '../../tooling/terraform/check-calls.ts';
import { checkModule } from '../../tooling/terraform/check-module.ts';
import { compareModules } from '../../tooling/terraform/compare-modules.ts';
import type { Schemas } from '../../tooling/terraform/facts.ts';
import { toModule } from '../../tooling/terraform/read-module.ts';

const FACTS: Schemas = {
  provider: { x: { optional: { project: 'string' } } },
  resource: {
    x_topic: {
      required: { name: 'string' },
      optional: { labels: 'map(string)', rules: 'list(any)' },
      computed: { id: 'string' },
      blocks: {
        policy: { min: 1, max: 1, required: { seconds: 'number' }, computed: { state: 'string' } },
        rule: { optional: { value: 'string' }, blocks: { inner: { required: { a: 'string' } } } },
      },
    },
  },
  data: { x_zone: { required: { name: 'string' }, computed: { id: 'string' } } },
};

const PINS = `
terraform {
  required_version = ">= 1.9"
  required_providers {
    x = {
      source  = "some/x"
      version = "~> 1.0"
    }
  }
}
`;
const TOPIC = `
resource "x_topic" "a" {
  name = "a"
  policy {
    seconds = 1
  }
}
`;

async function check(text: string): Promise<string[]> {
  return checkModule(await toModule('m', { 'main.tf': PINS + text }), FACTS);
}

/** A topic with more in it. */
function topicWith(text: string): string {
  return TOPIC.replace('name = "a"', `name = "a"\n${text}`);
}

describe('the check of a Terraform module', () => {
  it('finds nothing in a module that is in order', async () => {
    const text = `${topicWith('count = var.many\nrules = [{ a = each_of }]'.replace('each_of', '1'))}
      variable "many" {
        type        = number
        description = "How many."
        validation {
          condition     = var.many > 0
          error_message = "many: expected more than none, got $\{var.many}."
        }
      }
      data "x_zone" "z" {
        name = x_topic.a[0].policy[0].state
      }
      output "id" {
        description = "The id."
        value       = data.x_zone.z.id
      }
      resource "x_topic" "b" {
        for_each = toset(["q"])
        name     = each.key
        dynamic "rule" {
          for_each = x_topic.a
          iterator = it
          content {
            value = it.value.id
          }
        }
        policy {
          seconds = 1
        }
        lifecycle {
          ignore_changes = [labels]
          precondition {
            condition     = each.key != ""
            error_message = "No name."
          }
        }
        depends_on = [x_topic.a]
      }`;

    expect(await check(text)).toEqual([]);
  });

  it.each([
    ['an unknown argument', topicWith('nmae = "b"'), 'm/main.tf: x_topic.a: has no nmae'],
    ['an argument that can only be read', topicWith('id = "b"'), 'm/main.tf: x_topic.a: can only read id'],
    ['a missing argument', TOPIC.replace('name = "a"', ''), 'm/main.tf: x_topic.a: name is missing'],
    [
      'a missing block',
      'resource "x_topic" "a" {\n name = "a"\n}',
      'm/main.tf: x_topic.a: the block policy is missing',
    ],
    [
      'a block that is there twice',
      topicWith('policy {\n seconds = 2\n}'),
      'm/main.tf: x_topic.a: policy is there 2 times, expected once',
    ],
    [
      'a missing argument of a block',
      TOPIC.replace('seconds = 1', ''),
      'm/main.tf: x_topic.a.policy: seconds is missing',
    ],
    [
      'an unknown argument in the depth',
      topicWith('rule {\n inner {\n a = 1\n b = 2\n }\n}'),
      'm/main.tf: x_topic.a.rule.inner: has no b',
    ],
    [
      'an argument where a block is expected',
      topicWith('rule = { value = "b" }'),
      'm/main.tf: x_topic.a: rule is an argument, expected a block, rule { … }',
    ],
    [
      'a block where an argument is expected',
      topicWith('labels {\n a = 1\n}'),
      'm/main.tf: x_topic.a: labels is a block, expected labels = … (map(string))',
    ],
    [
      'a dynamic block of no block',
      topicWith('dynamic "labels" {\n for_each = []\n content {}\n}'),
      'm/main.tf: x_topic.a: has no block labels that could be dynamic',
    ],
    [
      'a dynamic block without for_each',
      topicWith('dynamic "rule" {\n content {}\n}'),
      'm/main.tf: x_topic.a: the dynamic rule has no for_each',
    ],
    [
      'a dynamic block without content',
      topicWith('dynamic "rule" {\n for_each = []\n}'),
      'm/main.tf: x_topic.a: the dynamic rule has no content',
    ],
    [
      'what a dynamic block’s content lacks',
      topicWith('dynamic "rule" {\n for_each = []\n content {\n inner {}\n }\n}'),
      'm/main.tf: x_topic.a.rule.inner: a is missing',
    ],
    [
      'a resource without facts',
      'resource "x_other" "a" {}',
      'm/main.tf: x_other.a: no facts of x_other: run node test/tooling/terraform/extract-facts.ts',
    ],
    [
      'an unknown argument of a provider',
      'provider "x" {\n region = "r"\n alias = "y"\n}',
      'm/main.tf: provider.x: has no region',
    ],
    ['an undeclared variable', topicWith('labels = var.lables'), 'm/main.tf: x_topic.a: there is no variable lables'],
    [
      'an undeclared local value',
      topicWith('labels = { a = "${local.b}" }'),
      'm/main.tf: x_topic.a: there is no local value b',
    ],
    ['a dangling reference', topicWith('depends_on = [x_topic.b]'), 'm/main.tf: x_topic.a: there is no x_topic.b'],
    [
      'a dangling data source',
      topicWith('labels = data.x_zone.z.id'),
      'm/main.tf: x_topic.a: there is no data.x_zone.z',
    ],
    [
      'a dangling output',
      `${TOPIC}output "o" {\n description = "An id."\n value = x_topic.b.id\n}`,
      'm/main.tf: output.o: there is no x_topic.b',
    ],
    [
      'a module that is not called',
      topicWith('labels = module.m.labels'),
      'm/main.tf: x_topic.a: there is no module m',
    ],
    [
      'an attribute that is not there',
      `${TOPIC}output "o" {\n description = "An id."\n value = x_topic.a.idd\n}`,
      'm/main.tf: output.o: x_topic.a has no idd',
    ],
    [
      'an attribute that no block has',
      `${TOPIC}output "o" {\n description = "It."\n value = x_topic.a.policy[0].sate\n}`,
      'm/main.tf: output.o: x_topic.a.policy has no sate',
    ],
    [
      'many as one',
      `${topicWith('count = 1')}output "o" {\n description = "An id."\n value = x_topic.a.id\n}`,
      'm/main.tf: output.o: x_topic.a has count, expected an index before .id',
    ],
    [
      'one as many',
      `${TOPIC}output "o" {\n description = "An id."\n value = x_topic.a[0].id\n}`,
      'm/main.tf: output.o: x_topic.a is one, and has no [0]',
    ],
    [
      'each without for_each',
      topicWith('labels = each.value'),
      'm/main.tf: x_topic.a: each.value stands where there is no for_each',
    ],
    [
      'count.index without count',
      topicWith('labels = count.index'),
      'm/main.tf: x_topic.a: count.index stands where there is no count',
    ],
    ['a path that Terraform has not', topicWith('labels = path.modul'), 'm/main.tf: x_topic.a: there is no path.modul'],
    [
      'a variable that nothing reads',
      'variable "v" {\n type = bool\n description = "It."\n}',
      'm: nothing reads var.v',
    ],
    ['a local value that nothing reads', 'locals {\n a = 1\n}', 'm: nothing reads local.a'],
    ['a variable without type', 'variable "v" {\n description = "It."\n}', 'm/main.tf: variable.v has no type'],
    ['a variable without description', 'variable "v" {\n type = string\n}', 'm/main.tf: variable.v has no description'],
    ['a variable without validation', 'variable "v" {\n type = string\n}', 'm/main.tf: variable.v has no validation'],
    ['an output without description', 'output "o" {\n value = 1\n}', 'm/main.tf: output.o has no description'],
    ['an output without value', 'output "o" {\n description = "It."\n}', 'm/main.tf: output.o has no value'],
    ['a provider that is not pinned', 'resource "y_topic" "a" {}', 'm: the provider y is not in required_providers'],
  ])('finds %s', async (_, text, finding) => {
    expect(await check(text)).toContain(finding);
  });

  it('finds more variables than a module of one purpose has', async () => {
    const variables = Array.from({ length: 16 }, (_, index) => `variable "v${index}" {\n type = bool\n}\n`);

    expect(await check(variables.join(''))).toContain('m: 16 variables, expected at most 15');
  });

  it('finds a provider and a Terraform of any version', async () => {
    const module = await toModule('m', { 'main.tf': 'terraform {\n required_providers {\n x = {}\n }\n}' });

    expect(checkModule(module, FACTS)).toEqual(['m: no required_version', 'm: the provider x has no version']);
  });

  it('says where a text is no HCL', async () => {
    await expect(toModule('m', { 'main.tf': 'resource "a" {' })).rejects.toThrow(/m\/main\.tf:1,/);
  });

  it('takes no block that Terraform has not', async () => {
    await expect(toModule('m', { 'main.tf': 'resouce "a" "b" {}' })).rejects.toThrow(
      'm/main.tf: there is no block resouce in Terraform',
    );
  });
});

describe('the comparison of modules', () => {
  const variable = (type: string, description: string) =>
    `variable "region" {\n type = ${type}\n description = "${description}"\n}\n`;

  it('finds what one of them lacks, and what differs', async () => {
    const one = await toModule('one', { 'main.tf': variable('string', 'Where.') });
    const other = await toModule('other', { 'main.tf': variable('list(string)', 'There.') });

    const findings = compareModules([one, other]);

    expect(findings).toContain('other: the variable name is missing');
    expect(findings).toContain('one: the output function_name is missing');
    expect(findings).toContain('other: the variable region: type: expected, as in one, ${string}, got ${list(string)}');
    expect(findings).toContain('other: the variable region: description: expected, as in one, Where., got There.');
  });
});

describe('the check of calls', () => {
  it('finds what is given to no variable, what is not given, and what is read of no output', async () => {
    const callee = await toModule('root/own', {
      'main.tf': 'variable "name" {}\nvariable "size" {\n default = 1\n}\noutput "id" {\n value = var.name\n}',
    });
    const caller = await toModule('root', {
      'main.tf': `
        module "own" {
          source = "./own"
          count  = 1
          nmae   = "a"
        }
        module "other" {
          source = "./other"
        }
        output "id" {
          value = "$\{module.own[0].id}-$\{one(module.own[*].idd)}"
        }`,
    });

    expect(checkCalls(caller, [callee]).sort()).toEqual([
      'root/main.tf: module.other: there is no module in root/other',
      'root/main.tf: module.own: name is missing',
      'root/main.tf: module.own: root/own has no variable nmae',
      'root: module.own has no output idd',
    ]);
  });
});
