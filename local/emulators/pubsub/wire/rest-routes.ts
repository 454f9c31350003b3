import type { Descriptor, Service } from './proto.ts';

/** A method's place in the REST API. */
export type Route = {
  readonly name: string;
  readonly verb: string;
  readonly path: RegExp;
  /** The field of the request that the path's one group fills: `name`, or `subscription.name` for one inside another. */
  readonly variable: readonly string[];
  readonly request: Descriptor;
  readonly response: Descriptor;
};

/** The routes that the `google.api.http` rules in a service's definition ask for ("google/api/http.proto"). */
export function toRoutes(service: Service): Route[] {
  return Object.entries(service).flatMap(([name, definition]) => {
    const { options, requestType, responseType } = definition as object as ProtoMethod; // grpc-js does not type what proto-loader adds
    const [rule] = Object.entries(options?.['(google.api.http)'] ?? {}).filter(([verb]) => verb !== 'body');
    if (!rule) return [];
    const [verb, template] = rule;
    return [
      {
        name,
        verb: verb.toUpperCase(),
        ...parseTemplate(template),
        request: requestType.type,
        response: responseType.type,
      },
    ];
  });
}

type ProtoMethod = {
  readonly options?: { readonly '(google.api.http)'?: Readonly<Record<string, string>> };
  readonly requestType: { readonly type: Descriptor };
  readonly responseType: { readonly type: Descriptor };
};

/** A path with exactly one variable, in which an asterisk stands for one segment. */
function parseTemplate(template: string): Pick<Route, 'path' | 'variable'> {
  const [, before = '', variable = '', pattern = '', after = ''] = /^(.*)\{(.+)=(.+)\}(.*)$/.exec(template) ?? [];
  const path = new RegExp(`^${before}(${pattern.replaceAll('*', '[^/]+')})${after}$`);
  return { path, variable: variable.split('.') };
}
