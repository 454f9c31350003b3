/** What a test has to close, closed in the reverse order, all of it whatever throws: for `afterAll` or `afterEach`. */
export function createClosers() {
  const open: { readonly close: () => Promise<void> }[] = [];
  const closeAll = async (): Promise<void> => {
    const last = open.pop();
    if (last === undefined) return;
    try {
      await last.close();
    } finally {
      await closeAll();
    }
  };
  return {
    add: <T extends { readonly close: () => Promise<void> }>(thing: T): T => {
      open.push(thing);
      return thing;
    },
    closeAll,
  };
}
