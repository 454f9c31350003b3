import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Before a script (`node --import`): the packages of PACKAGES_FROM's node_modules are found as if they were installed here. */
const from = pathToFileURL(join(process.env.PACKAGES_FROM ?? '', 'package.json')).href;

registerHooks({
  resolve: (specifier, context, next) => {
    try {
      return next(specifier, context);
    } catch (error) {
      if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
      return next(specifier, { ...context, parentURL: from });
    }
  },
});
