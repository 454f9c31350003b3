import type { CloudName } from '../../../local/laptop/cloud.ts';
import { isObject } from '../../../shared/schemas/json.ts';
import type { Terraform } from './read-terraform.ts';
import type { Resource } from './resource.ts';

/** That somebody may do something; `purposes` is what its comment `# for: …` says, undefined without one. */
export type Grant = {
  readonly cloud: CloudName;
  readonly place: string;
  readonly resource: string;
  readonly purposes: readonly string[] | undefined;
  /** What it depends on whether it is there, written out. */
  readonly condition: string;
};

/** What is a grant by its type alone. */
const TYPE = /^google_\w+_iam_(?:member|binding)$|^azurerm_role_assignment$|^azurerm_key_vault_access_policy$/;

/** Every grant of a module: IAM members, role assignments, and the statements of policies that allow something. */
export function findGrants(cloud: CloudName, { resources, lines }: Terraform): readonly Grant[] {
  return resources.flatMap((resource) => {
    const text = lines.get(resource.file) ?? [];
    const head = lineOf(resource);
    const grant = (line: number, condition: string): Grant => ({
      ...{
        cloud,
        place: line < 0 ? resource.place : `${resource.file}:${line + 1}`,
        resource: resource.address,
        condition,
      },
      purposes: purposesAt(text, line < 0 ? head : line),
    });
    if (TYPE.test(resource.type)) return [grant(head, resource.condition)];
    if (resource.type !== 'aws_iam_policy_document') return [];
    return statementsOf(resource).map(({ sid, condition }) => {
      const line = text.findIndex((one, index) => index > head && new RegExp(`^\\s*sid\\s*=\\s*"${sid}"`).test(one));
      return grant(line, `${resource.condition} ${condition}`);
    });
  });
}

function lineOf({ place }: Resource): number {
  return Number(/:(\d+)$/.exec(place)?.[1] ?? 0) - 1;
}

/** What the comment says that is on the line, or above it and the heads of the blocks that it begins. */
function purposesAt(text: readonly string[], line: number): readonly string[] | undefined {
  for (let index = line; index >= 0; index--) {
    const one = text[index] ?? '';
    const [, said] = /#\s*for:\s*([^(.;]+)/.exec(one) ?? [];
    if (said !== undefined) return said.split(/,| and /).map((purpose) => purpose.trim());
    if (index < line && !/^\s*(?:#|content \{|statement \{)/.test(one)) return undefined;
  }
  return undefined;
}

type Statement = { readonly sid: string; readonly condition: string };

/** Those that allow something: what denies is no grant, and who may take a role on is said where the role is. */
function statementsOf({ body, writeOut }: Resource): readonly Statement[] {
  const made = isObject(body.dynamic) ? objectsOf(body.dynamic.statement) : [];
  const all = [
    ...objectsOf(body.statement).map((statement) => ({ statement, condition: '' })),
    ...made.flatMap((one) =>
      objectsOf(one.content).map((statement) => ({ statement, condition: writeOut(one.for_each) })),
    ),
  ];
  return all
    .filter(
      ({ statement }) => statement.effect !== 'Deny' && !JSON.stringify(statement.actions).includes('sts:AssumeRole'),
    )
    .map(({ statement, condition }) => ({ sid: String(statement.sid), condition }));
}

function objectsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
