import type { Command } from 'commander';
import { createProgram } from '../../../cli/program.ts';

/** The words of `npx waybill …` that are neither a command there nor an option of it; what a command takes as arguments is let through. */
export function unknownWords(line: string): readonly string[] {
  let command: Command = createProgram();
  const unknown: string[] = [];
  for (const word of line.replace(/^npx waybill /, '').split(' ')) {
    const next = command.commands.find((one) => one.name() === word);
    if (next !== undefined) command = next;
    else if (word.startsWith('--')) unknown.push(...(command.options.some(({ long }) => long === word) ? [] : [word]));
    else if (command.commands.length > 0) unknown.push(word);
  }
  return unknown;
}
