import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import fixture from '../../fixtures/aws/terraform-outputs.json' with { type: 'json' };
import { ROOT } from './checkout.ts';
import { type Child, type Finished, runChild, startChild } from './child.ts';

/** The routes that `npx waybill routes compile` wrote, as far as serverless.yml reads them. */
export type Routes = {
  readonly longestTimeoutSeconds: number;
  readonly needs: readonly string[];
  readonly joins: boolean;
  readonly triggers: {
    readonly uploads: Filters | null;
    readonly events: object | null;
    readonly kafka: Filters | null;
  };
};

type Filters = { readonly filterPatterns: readonly object[] };

/** What a deployment starts from. A value of undefined takes an output away, as Terraform does with one that is null. */
export type Given = {
  readonly routes?: Partial<Routes>;
  readonly outputs?: Readonly<Record<string, unknown>>;
};

export type Deployment = {
  readonly root: string;
  /** Runs Serverless where nobody has an account and no host can be reached. */
  readonly run: (...args: readonly string[]) => Promise<Finished>;
  /** The same for what does not end by itself, with variables beside. */
  readonly start: (args: readonly string[], env: Readonly<Record<string, string>>) => Child;
  /** What `serverless package` compiles, with these parameters. */
  readonly compile: (...args: readonly string[]) => Promise<Template>;
  readonly close: () => Promise<void>;
};

export type Template = {
  readonly Resources: Readonly<Record<string, Resource>>;
};

export type Resource = {
  readonly Type: string;
  readonly DependsOn?: readonly string[];
  readonly Properties: Properties;
};

/** What tests look into; the rest they compare. */
export type Properties = {
  readonly EventSourceArn?: string;
  readonly FunctionName?: { readonly 'Fn::GetAtt': readonly string[] };
  readonly FilterCriteria?: { readonly Filters: readonly { readonly Pattern: string }[] };
  readonly Name?: string;
  readonly ScheduleExpression?: string;
  readonly Targets?: readonly { readonly Input: string }[];
  readonly SourceArn?: object;
  readonly Environment?: { readonly Variables: Readonly<Record<string, string>> };
  readonly Policies?: readonly { readonly PolicyDocument: PolicyDocument }[];
  readonly PolicyDocument?: PolicyDocument;
};

type PolicyDocument = { readonly Statement: readonly Statement[] };

export type Statement = { readonly Sid: string; readonly Action: readonly string[]; readonly Resource: unknown };

const COMMAND = join(ROOT, 'node_modules', '.bin', 'serverless');
const NOWHERE = 'http://127.0.0.1:9';
const OFFLINE = {
  ...{ HTTP_PROXY: NOWHERE, HTTPS_PROXY: NOWHERE, AWS_EC2_METADATA_DISABLED: 'true' },
  // Serverless compiles its schema first, which takes it longer than everything else: one deployment leaves it there for the next.
  SLS_SCHEMA_CACHE_BASE_DIR: join(ROOT, '.waybill'),
};

/** A copy of what `serverless` reads, with outputs of Terraform and a zip that holds next to nothing. */
export async function createDeployment(given: Given = {}): Promise<Deployment> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'waybill-serverless-')));
  await cp(join(ROOT, 'serverless.yml'), join(root, 'serverless.yml'));
  await cp(join(ROOT, 'cli', 'deploy'), join(root, 'cli', 'deploy'), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'dir');
  await write(root, 'package.json', JSON.stringify({ type: 'module' }));
  await write(root, 'terraform/aws/routes.json', JSON.stringify({ ...(await readRoutes()), ...given.routes }));
  await write(root, '.waybill/terraform-aws.json', JSON.stringify(toOutputs(given.outputs)));
  await write(root, 'dist/aws.zip', zipSync({ 'index.js': strToU8('export {};') }, { mtime: '1980-01-01' }));
  const offline = { ...OFFLINE, HOME: join(root, 'home') };
  const run = (...args: readonly string[]) => runChild(args, { cwd: root, env: offline, command: COMMAND });
  return {
    root,
    run,
    start: (args, env) => startChild(args, { cwd: root, env: { ...offline, ...env }, command: COMMAND }),
    compile: (...args) => compile(root, () => run('package', ...args)),
    close: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

export async function readRoutes(): Promise<Routes> {
  const text = await readFile(join(ROOT, 'terraform/aws/routes.json'), 'utf8');
  return JSON.parse(text) as Routes; // the command's own file
}

/** In the form of `terraform output -json`. */
function toOutputs(changes: Given['outputs'] = {}): object {
  const changed = Object.entries(changes).map(([name, value]) => [
    name,
    value === undefined ? undefined : { sensitive: false, type: 'string', value },
  ]);
  return { ...fixture, ...Object.fromEntries(changed) };
}

async function compile(root: string, run: () => Promise<Finished>): Promise<Template> {
  const { code, stdout } = await run();
  if (code !== 0) throw new Error(`serverless package ended with ${code}:\n${stdout}`);
  const text = await readFile(join(root, '.serverless/cloudformation-template-update-stack.json'), 'utf8');
  return JSON.parse(text) as Template; // Serverless wrote it
}

async function write(root: string, path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), content);
}

/** The resources of a type, by their logical ids. */
export function ofType({ Resources }: Template, type: string): readonly (readonly [string, Resource])[] {
  return Object.entries(Resources).filter(([, { Type }]) => Type === type);
}

/** What a role or a policy of the template grants, by the names of its statements. */
export function grantsOf(template: Template, id: string): Readonly<Record<string, Statement>> {
  const { Policies = [], PolicyDocument } = template.Resources[id]?.Properties ?? {};
  const documents = [...Policies.map((policy) => policy.PolicyDocument), ...(PolicyDocument ? [PolicyDocument] : [])];
  return Object.fromEntries(documents.flatMap(({ Statement }) => Statement.map((each) => [each.Sid, each])));
}

/** The mappings of a function, by their logical ids. */
export function mappingsOf(template: Template, functionId: string): readonly (readonly [string, Resource])[] {
  const mappings = ofType(template, 'AWS::Lambda::EventSourceMapping');
  return mappings.filter(([, { Properties }]) => Properties.FunctionName?.['Fn::GetAtt'][0] === functionId);
}

export function patternsOf({ FilterCriteria }: Properties): readonly unknown[] {
  return (FilterCriteria?.Filters ?? []).map(({ Pattern }): unknown => JSON.parse(Pattern));
}
