/** What package-lock.json says of a package; by the path that it has there, such as `node_modules/sharp`. */
export type Lock = Readonly<Record<string, LockEntry>>;

export type LockEntry = {
  readonly version: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
};

/** The paths of these packages and of all that they need on Linux x64 with glibc, sorted; or on every platform that they know. */
export function closure(lock: Lock, names: readonly string[], everywhere = false): readonly string[] {
  const found = new Set<string>();
  const add = (from: string, name: string, optional: boolean) => {
    const path = find(lock, from, name);
    const entry = path === undefined ? undefined : lock[path];
    if (path === undefined || entry === undefined) {
      if (optional) return;
      throw new Error(`package-lock.json has no ${name}, which ${from || 'the build'} needs: run npm install`);
    }
    if (found.has(path) || (optional && !everywhere && !runsOnTarget(entry))) return;
    found.add(path);
    for (const needed of Object.keys(entry.dependencies ?? {})) add(path, needed, false);
    for (const wanted of Object.keys(entry.optionalDependencies ?? {})) add(path, wanted, true);
  };
  for (const name of names) add('', name, false);
  return [...found].sort();
}

/** As Node looks for it: beside, and then one folder after the other further up. */
function find(lock: Lock, from: string, name: string): string | undefined {
  for (let base = from; ; base = parentOf(base)) {
    const path = `${base === '' ? '' : `${base}/`}node_modules/${name}`;
    if (Object.hasOwn(lock, path)) return path;
    if (base === '') return undefined;
  }
}

function parentOf(path: string): string {
  const end = path.lastIndexOf('node_modules/');
  return end <= 0 ? '' : path.slice(0, end - 1);
}

/** `node_modules/a/node_modules/b` of a file in that package, whatever stands before it; undefined of what is in no package. */
export function packagePathOf(path: string): string | undefined {
  return /(?:^|[/:])(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
}

/** `b` of the same. */
export function packageNameOf(path: string): string | undefined {
  return packagePathOf(path)?.replace(/^.*node_modules\//, '');
}

function runsOnTarget({ os = ['linux'], cpu = ['x64'], libc = ['glibc'] }: LockEntry): boolean {
  return os.includes('linux') && cpu.includes('x64') && libc.includes('glibc');
}
