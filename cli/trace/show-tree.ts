import { paint, plain } from '../text.ts';
import type { Moment } from './facts.ts';
import type { TraceDelivery, TraceNode } from './to-tree.ts';

type Branch = { readonly text: string; readonly branches: readonly Branch[] };

/** A tree in lines for a terminal: events, under each the routes that got it, and under those what they emitted. */
export function showTree(node: TraceNode): string {
  const { text, branches } = toBranch(node);
  return [text, ...branches.flatMap((branch, index) => toLines(branch, index === branches.length - 1))].join('\n');
}

function toLines({ text, branches }: Branch, isLast: boolean): readonly string[] {
  const below = branches.flatMap((branch, index) => toLines(branch, index === branches.length - 1));
  return [`${isLast ? '└─' : '├─'} ${text}`, ...below.map((line) => `${isLast ? '  ' : '│ '} ${line}`)];
}

function toBranch(node: TraceNode): Branch {
  return { text: nameOf(node), branches: node.deliveries.map(toRoute) };
}

function nameOf({ type, subject, id, source, note }: TraceNode): string {
  const what = paint('bold', plain(note ?? type ?? 'an event'));
  return `${what} ${subject === undefined ? '' : `${plain(subject, 60)} `}${paint('dim', `${plain(source, 80)} ${plain(id, 80)}`)}`;
}

function toRoute({ route, moments, emitted, runs }: TraceDelivery): Branch {
  // What no route wants is skipped, and that is all there is to tell of it.
  const told = moments.filter((moment) => route === null || !isRepetition(moment)).map(toText);
  const repeated = moments.length - told.length;
  const more = repeated === 0 ? '' : paint('dim', `skipped ${repeated} × as a repetition`);
  const isShort = told.length <= 1;
  const text = [plain(route ?? 'no route'), ...(isShort ? told : []), more].filter((part) => part !== '').join('  ');
  const history = isShort ? [] : told.map((line) => ({ text: line, branches: [] }));
  return { text, branches: [...history, ...[...emitted, ...runs].map(toBranch)] };
}

/** A delivery of what was done already. */
function isRepetition(moment: Moment): boolean {
  return moment.kind === 'try' && moment.as === 'skipped';
}

const COLOURS = { done: 'green', retry: 'yellow', reject: 'red' } as const;

function toText(moment: Moment): string {
  const at = paint('dim', moment.at.slice(0, 23).replace('T', ' '));
  switch (moment.kind) {
    case 'try': {
      const { outcome, as, code, reason, attempt, ms } = moment;
      const why = reason === undefined ? '' : `  ${code === undefined ? '' : `${plain(code)}: `}${plain(reason)}`;
      const run = attempt === 0 ? '' : `  attempt ${attempt}  ${ms} ms`;
      return `${at}  ${paint(COLOURS[outcome], plain(as ?? outcome))}${run}${why}`;
    }
    case 'claim': {
      const again = moment.redrive === 0 ? '' : `  redrive ${moment.redrive}`;
      return `${at}  ${moment.status}  ${moment.attempts} ${moment.attempts === 1 ? 'attempt' : 'attempts'}${again}`;
    }
    case 'letter': {
      const { letter, code, reason, status } = moment;
      return `${at}  ${paint('red', 'letter')} ${plain(letter)}  ${plain(code)}: ${plain(reason)}  ${status}`;
    }
    case 'redrive':
      return `${at}  ${paint('cyan', 'redriven')} from letter ${plain(moment.letter)}  redrive ${moment.redrive}`;
  }
}
