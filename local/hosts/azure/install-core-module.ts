import { registerHooks } from 'node:module';

const CORE_API = new URL('./core-api.ts', import.meta.url).href;

/**
 * Makes `@azure/functions-core` resolve to this host's module in this process, for `require` and `import` alike, so
 * that `@azure/functions` registers here as it does in Azure. Call it before the app is imported.
 */
export function installCoreModule(): void {
  registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier !== '@azure/functions-core') return next(specifier, context);
      return { url: CORE_API, format: 'module-typescript', shortCircuit: true };
    },
  });
}
