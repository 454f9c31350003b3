/** The unary methods of a service by name; each gets the request as the protocol buffer's object and gives the response's. */
export type Methods = Readonly<Record<string, (request: object, signal: AbortSignal) => object | Promise<object>>>;
