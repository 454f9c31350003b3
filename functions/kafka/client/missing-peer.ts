/**
 * For the `catch` of the import of a package that only some need, and that is not installed with the others: throws with the line that
 * installs it. To stand behind that very import tells the bundler that the package may be missing.
 */
export function missingPeer(name: string, needs: string): (cause: unknown) => never {
  return (cause) => {
    throw new Error(`${needs} needs the package ${name}, which cannot be loaded: run npm install ${name}`, { cause });
  };
}
