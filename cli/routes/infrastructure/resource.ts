import { TRIGGERS, type TriggerName } from '../compiled.ts';
import { type Expand, ROUTES } from './expand.ts';

/** A `resource` or `data` block as it stands. */
export type Block = {
  readonly kind: 'resource' | 'data';
  readonly type: string;
  readonly name: string;
  readonly file: string;
  readonly body: Readonly<Record<string, unknown>>;
};

/** A block, or an event of serverless.yml, with what it has to do with the routes. */
export type Resource = Omit<Block, 'kind'> & {
  readonly address: string;
  /** `terraform/gcp/events.tf:12` */
  readonly place: string;
  /** The sources that it is there for: by what it depends on, what it refers to, or what it is called. */
  readonly serves: ReadonlySet<TriggerName>;
  /** What it depends on whether it is there, written out. */
  readonly condition: string;
  /** Writes a value out: its locals, and on what the resources that it refers to depend. */
  readonly writeOut: (value: unknown) => string;
};

export type Module = {
  readonly blocks: readonly Block[];
  readonly expand: Expand;
  readonly lines: ReadonlyMap<string, readonly string[]>;
};

export function toResource(block: Block, module: Module): Resource {
  const { kind, type, name, file, body } = block;
  const head = (module.lines.get(file) ?? []).findIndex((line) => line.startsWith(`${kind} "${type}" "${name}"`));
  const condition = conditionOf(block, module, [block]);
  return {
    ...{ type, name, file, body, condition },
    address: `${kind === 'data' ? 'data.' : ''}${type}.${name}`,
    place: head < 0 ? file : `${file}:${head + 1}`,
    serves: new Set(TRIGGERS.filter((trigger) => isFor(block, condition, trigger))),
    writeOut: (value) => writeOut(value, module, [block]),
  };
}

/** An argument or a block, static or dynamic. */
export function argumentOf(body: Block['body'], argument: string): unknown {
  const dynamic = body.dynamic;
  const made = typeof dynamic === 'object' && dynamic !== null ? Reflect.get(dynamic, argument) : undefined;
  return body[argument] ?? made;
}

/** What brings dead letters has to do with every source, and is there for none. */
const DEAD_LETTERS = 'dead_letters';

function isFor({ name, body }: Block, condition: string, trigger: TriggerName): boolean {
  if (name === DEAD_LETTERS) return false;
  const refers = new RegExp(`\\b(?:(?:google|azurerm|aws)_\\w+|local|local\\.routes\\.triggers)\\.${trigger}\\b`);
  return name === trigger || followsTrigger(condition, trigger) || refers.test(JSON.stringify(body));
}

/** Whether a text takes a source’s part of routes.json: by its name, or all of them where it names none. */
export function followsTrigger(text: string, trigger: TriggerName): boolean {
  if (new RegExp(`\\b${ROUTES}\\.triggers(?:\\.|\\[")${trigger}\\b`).test(text)) return true;
  const named = TRIGGERS.filter((one) => text.includes(`"${one}"`));
  return new RegExp(`\\b${ROUTES}\\.triggers\\b(?![.[])`).test(text) && (named.length === 0 || named.includes(trigger));
}

function conditionOf({ body }: Block, module: Module, within: readonly Block[]): string {
  return ['count', 'for_each'].map((argument) => writeOut(body[argument], module, within)).join(' ');
}

function writeOut(value: unknown, module: Module, within: readonly Block[]): string {
  const text = module.expand(value);
  const others = module.blocks.filter(
    (block) => !within.includes(block) && new RegExp(`\\b${block.type}\\.${block.name}\\b`).test(text),
  );
  return [text, ...others.map((block) => conditionOf(block, module, [...within, ...others]))].join(' ');
}
