import { type Child, type ChildOptions, startChild } from './child.ts';

/** Runs npm: the one that runs these tests, where npm runs them. */
export function startNpm(args: readonly string[], { cwd, env = {} }: ChildOptions): Child {
  const npm = process.env.npm_execpath;
  const options = { cwd, env: { ...env, npm_config_update_notifier: 'false' } };
  return npm?.endsWith('js') ? startChild([npm, ...args], options) : startChild(args, { ...options, command: 'npm' });
}
