/** A package that only some need, and that is not installed with the others. Rejects with the line that installs it. */
export async function loadPeer<T>(load: () => Promise<T>, { name, needs }: Peer): Promise<T> {
  return load().catch((cause: unknown) => {
    throw new Error(`${needs} needs the package ${name}, which cannot be loaded: run npm install ${name}`, { cause });
  });
}

export type Peer = { readonly name: string; readonly needs: string };
