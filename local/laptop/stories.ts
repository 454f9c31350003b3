import { JOIN_DUE } from '../../shared/routing/table.ts';
import { CLOUDS } from './cloud.ts';
import type { Speaker } from './laptop.ts';
import type { Line } from './lines.ts';

/** `start`: when what the line tells of began, in epoch milliseconds. */
type Told = { readonly speaker: Speaker; readonly line: Line; readonly start: number };

export type Stories = {
  readonly hear: (speaker: Speaker, line: Line) => void;
  /** Tells what was heard of a subject so far, cloud by cloud, in the order in which it began. */
  readonly tell: (subject: string) => void;
  /** Tells the rest, and from now on each line as it comes. */
  readonly goLive: () => void;
  readonly isLive: () => boolean;
};

/** Holds back what is heard of an event's subject, so that a reader gets each one's story in a piece. */
export function createStories(say: (speaker: Speaker, line: Line) => void): Stories {
  let held: readonly Told[] = [];
  let isLive = false;
  const tell = (isTold: (line: Line) => boolean) => {
    const story = held.filter(({ line }) => isTold(line));
    held = held.filter(({ line }) => !isTold(line));
    for (const cloud of CLOUDS)
      for (const { line } of inOrder(story.filter(({ speaker }) => speaker === cloud))) say(cloud, line);
  };
  return {
    isLive: () => isLive,
    hear: (speaker, line) => {
      if (isLive || line.kind === 'other') say(speaker, line);
      else held = [...held, { speaker, line, start: startOf(line) }];
    },
    tell: (subject) => {
      const ids = new Set(held.flatMap(({ line }) => (subjectOf(line) === subject ? [idOf(line)] : [])));
      tell((line) => subjectOf(line) === subject || ids.has(idOf(line)));
    },
    goLive: () => {
      isLive = true;
      tell(() => true);
    },
  };
}

/** A part is told of together with the run that it sets off, so that its line comes late. */
function inOrder(story: readonly Told[]): readonly Told[] {
  const started = story.map((told, index) => {
    const next = story[index + 1];
    return next !== undefined && isRun(next) && !isRun(told)
      ? { ...told, start: Math.min(told.start, next.start) }
      : told;
  });
  return started.toSorted((a, b) => a.start - b.start);
}

function isRun({ line }: Told): boolean {
  return line.kind === 'delivery' && line.delivery.event?.type === JOIN_DUE;
}

function startOf(line: Line): number {
  return Date.now() - (line.kind === 'delivery' ? line.delivery.ms : 0);
}

function subjectOf(line: Line): string | undefined {
  if (line.kind === 'delivery') return line.delivery.event?.subject;
  return line.kind === 'letter' ? line.letter.event?.subject : undefined;
}

/** The id of the event that a line is about. */
function idOf(line: Line): unknown {
  if (line.kind === 'delivery') return line.delivery.event?.id;
  return line.kind === 'log' ? line.log.id : undefined;
}
