import { describe, expect, it } from '@jest/globals';
import { describeError } from '../../../cli/describe-error.ts';

describe('an error of the command', () => {
  it('is its message', () => {
    expect(describeError(new Error('Route a, name: taken'))).toBe('Route a, name: taken');
    expect(describeError('why')).toBe('why');
  });

  it('has its place when the engine threw it, without Node’s own frames', () => {
    const error = new TypeError('x is not a function');
    error.stack = [
      'TypeError: x is not a function',
      '    at handle (file:///home/ada/shared/handlers/resize.ts:5:3)',
      '    at ModuleJob.run (node:internal/modules/esm/module_job:430:25)',
      '    at node:internal/main/run_main_module:33:47',
    ].join('\n');
    expect(describeError(error)).toBe(
      'TypeError: x is not a function\n    at handle (file:///home/ada/shared/handlers/resize.ts:5:3)',
    );
  });
});
