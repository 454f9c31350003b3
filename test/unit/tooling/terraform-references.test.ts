// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are Terraform’s templates
import { describe, expect, it } from '@jest/globals';
import { referencesIn } from '../../tooling/terraform/references.ts';

/** `${…}` is Terraform’s here. */
const expression = (text: string) => `$\{${text}}`;

function read(text: string): string[] {
  return referencesIn(text).map(({ root, steps }) =>
    [root, ...steps].reduce((path, step) => (step.startsWith('[') ? path + step : `${path}.${step}`)),
  );
}

describe('references in an expression of Terraform', () => {
  it.each([
    ['a variable', 'var.name', ['var.name']],
    ['a resource with an index and a splat', 'aws_x.y[0].id == aws_z.q[*].arn', ['aws_x.y[0].id', 'aws_z.q[*].arn']],
    ['an index that is read itself', 'aws_x.y[var.key].id', ['var.key', 'aws_x.y[var.key].id']],
    ['an old index and an old splat', 'aws_x.y.0.id + aws_x.y.*.id', ['aws_x.y[0].id', 'aws_x.y[*].id']],
    [
      'a function’s arguments and not its name',
      'coalesce(var.a, provider::aws::arn_parse(local.b))',
      ['var.a', 'local.b'],
    ],
    ['a text in a text', 'jsonencode({ x = "in-${var.y["z"]}" })', ['var.y["z"]']],
    [
      'values and no keys of an object',
      '{ name = var.a, other : var.b\n third = local.c == local.d }',
      ['var.a', 'var.b', 'local.c', 'local.d'],
    ],
    ['both ways of a condition', 'var.a ? local.b : null', ['var.a', 'local.b']],
    ['no name of a for', '[for key, value in var.m : "${key}-${value.x}" if value.y]', ['var.m']],
    ['what a for reads beside its names', '{ for k, v in var.m : k => aws_x.y[v.z].id }', ['var.m', 'aws_x.y[v.z].id']],
    ['a name after its for has ended', 'concat([for x in var.m : x], x.y)', ['var.m', 'x.y']],
    ['no comment', 'var.a # var.b\n + var.c /* var.d */ // var.e', ['var.a', 'var.c']],
    ['no number', '1e5 + 0.5 + var.a', ['var.a']],
  ])('has %s', (_, text, expected) => {
    expect(read(expression(text))).toEqual(expected);
  });

  it.each([
    ['in the middle of a text', 'a "b" ${var.x}-${~ local.y ~}', ['var.x', 'local.y']],
    ['in a directive', '%{ for x in var.list ~}${x.y}${local.z}%{ endfor }', ['var.list', 'local.z']],
    ['and none that is escaped', '$${var.x} and %%{ if var.y }', []],
    [
      'in a heredoc within an expression',
      expression('jsonencode(<<-EOT\n  ${var.x}\n  EOT\n, var.y)'),
      ['var.x', 'var.y'],
    ],
    ['and none in a plain text', 'var.x', []],
  ])('has them %s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});
