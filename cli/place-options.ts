import { type Command, Option } from 'commander';
import { DEPLOYED_ON } from './deployed-place.ts';
import type { PlaceOptions } from './place.ts';

/** The options that say where to look: the same for every command that reads state or letters. */
export function addPlaceOptions(command: Command): Command {
  return command
    .addOption(new Option('--cloud <cloud>', 'one cloud alone').choices([...DEPLOYED_ON]))
    .option('--env', 'the deployed cloud of --cloud, by the variables that its function has (else what runs here)')
    .option('--data <folder>', 'the folder of an `npm start -- --data` (else of the running or the last one)')
    .hook('preAction', (_command, action) => {
      const { cloud, env, data } = action.opts<PlaceOptions>();
      if (env === true && cloud === undefined) action.error('error: --env needs --cloud');
      if (env === true && data !== undefined) action.error('error: expected --env or --data, not both');
    });
}
