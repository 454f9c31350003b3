import { addressOf } from './check-references.ts';
import { isBody, type Module, topsOfKind } from './read-module.ts';

/** More is more than one purpose. */
const MOST_VARIABLES = 15;

/** What these modules hold themselves to: typed, described and validated inputs, few of them; described outputs; pinned providers. */
export function checkConventions(module: Module): string[] {
  const variables = topsOfKind(module, 'variable');
  return [
    ...(variables.length > MOST_VARIABLES
      ? [`${module.name}: ${variables.length} variables, expected at most ${MOST_VARIABLES}`]
      : []),
    ...variables.flatMap((top) => {
      const { type, description, validation } = top.body;
      return [
        ...(type === undefined ? [`${addressOf(top)} has no type`] : []),
        ...(isText(description) ? [] : [`${addressOf(top)} has no description`]),
        // Nothing else than true and false fits the type.
        ...(validation === undefined && !/\bbool\b/.test(String(type)) ? [`${addressOf(top)} has no validation`] : []),
      ];
    }),
    ...topsOfKind(module, 'output').flatMap((top) => [
      ...(isText(top.body.description) ? [] : [`${addressOf(top)} has no description`]),
      ...(top.body.value === undefined ? [`${addressOf(top)} has no value`] : []),
    ]),
    ...checkPins(module),
  ];
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function checkPins(module: Module): string[] {
  const settings = topsOfKind(module, 'terraform').map(({ body }) => body);
  const providers = settings.flatMap(({ required_providers: list }) =>
    Array.isArray(list) ? list.filter(isBody) : [],
  );
  const pinned = new Map(providers.flatMap((provider) => Object.entries(provider)));
  const tops = [...topsOfKind(module, 'resource'), ...topsOfKind(module, 'data')];
  const used = new Set(
    tops.map(({ labels: [type = ''] }) => type.split('_', 1)[0] ?? '').filter((name) => name !== 'terraform'),
  );
  return [
    ...(settings.some(({ required_version: version }) => isText(version))
      ? []
      : [`${module.name}: no required_version`]),
    ...[...used]
      .filter((name) => !pinned.has(name))
      .map((name) => `${module.name}: the provider ${name} is not in required_providers`),
    ...[...pinned].flatMap(([name, provider]) =>
      isBody(provider) && isText(provider.version) ? [] : [`${module.name}: the provider ${name} has no version`],
    ),
  ];
}
