/** What a test has to close, closed in the reverse order: for `afterAll` or `afterEach`. */
export function createClosers() {
  const open: { readonly close: () => Promise<void> }[] = [];
  return {
    add: <T extends { readonly close: () => Promise<void> }>(thing: T): T => {
      open.push(thing);
      return thing;
    },
    closeAll: async () => {
      for (let thing = open.pop(); thing !== undefined; thing = open.pop()) await thing.close();
    },
  };
}
