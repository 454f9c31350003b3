/**
 * For the `catch` of the import of a package that only some need, and that is not installed with the others: throws with the line that
 * installs it. To stand behind that very import tells the bundler that the package may be missing.
 */
export function missingPeer(name: string, needs: string): (cause: unknown) => never {
  return (cause) => {
    // Without --save-prod npm notes an optional peer in package.json, and installs nothing.
    const line = `npm install --no-save --save-prod ${name}`;
    throw new Error(`${needs} needs the package ${name}, which cannot be loaded: run ${line}`, { cause });
  };
}
