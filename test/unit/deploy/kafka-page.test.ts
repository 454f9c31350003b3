import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { kafkaErrors } from '../../../functions/kafka/client/errors/errors-table.ts';
import { PRESETS } from '../../../functions/kafka/client/settings/presets.ts';
import { createIsRead, ROOT, readPage } from './deploy-folder.ts';
import { toErrorTable } from './error-table.ts';
import { unknownWords } from './unknown-words.ts';

const page = readPage();
const commands = [...new Set([...page.matchAll(/npx waybill [a-z][^`\n]*/g)].map(([command]) => command.trim()))];

describe('docs/kafka.md', () => {
  it('has the table of errors as the code has it', () => {
    const written = /<!-- errors -->\n(.*)\n<!-- \/errors -->/s.exec(page)?.[1];
    expect(written).toBe(toErrorTable(kafkaErrors));
  });

  it('names each preset, and no other', () => {
    const named = new Set([...page.matchAll(/`KAFKA_PRESET=([a-z-]+)`/g)].map(([, name]) => name));
    expect([...named].sort()).toEqual(Object.keys(PRESETS).sort());
  });

  it('names only variables that the worker reads', () => {
    const isRead = createIsRead();
    const named = page.match(/\b(?:KAFKA|WAYBILL|STATE|BLOB|DEAD|SMTP|MAIL)_[A-Z_]*[A-Z]\b/g) ?? [];
    expect([...new Set(named)].filter((name) => !isRead(name))).toEqual([]);
    expect(new Set(named).size).toBeGreaterThan(15);
  });

  it('links only to what is there', () => {
    const links = [...page.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, target = '']) => target);
    expect(links.filter((target) => !existsSync(join(ROOT, 'docs', target)))).toEqual([]);
    expect(links.length).toBeGreaterThan(3);
  });

  it.each(commands)('has a command that there is: %s', (command) => {
    expect(unknownWords(command)).toEqual([]);
  });
});
