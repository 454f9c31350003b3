import type { Admin } from '@platformatic/kafka';

export type TopicStatus = {
  readonly name: string;
  readonly partitions: number;
  /** From the first offset that is kept to the end; on a compacted topic, fewer are left. */
  readonly records: number;
  readonly bytes: number;
};

export type GroupStatus = {
  readonly name: string;
  readonly state: string;
  readonly members: number;
  /** Records between what is committed and the end, of the topics that it has committed in. */
  readonly lag: number;
};

export type ClusterStatus = {
  readonly clusterId: string;
  readonly brokers: readonly string[];
  readonly topics: readonly TopicStatus[];
  readonly groups: readonly GroupStatus[];
  /** Of the broker's data folders together: `free` is undefined where the broker is too old to tell. */
  readonly disk: { readonly used: number; readonly free: number | undefined };
};

/** What a cluster holds, and how far its groups are. */
export async function readStatus(admin: Admin): Promise<ClusterStatus> {
  const names = await admin.listTopics();
  const { id, brokers, topics } = await admin.metadata({ topics: names, forceUpdate: true });
  const counts = new Map(names.map((name) => [name, topics.get(name)?.partitions.length ?? 0]));
  const [begins, ends] = [await offsetsAt(admin, counts, EARLIEST), await offsetsAt(admin, counts, LATEST)];
  const disk = await readDisk(admin, counts);
  return {
    clusterId: id,
    brokers: [...brokers.values()].map(({ host, port }) => `${host}:${port}`),
    topics: names.toSorted().map((name) => ({
      name,
      partitions: counts.get(name) ?? 0,
      records: sum((ends.get(name) ?? []).map((end, partition) => Number(end - (begins.get(name)?.[partition] ?? 0n)))),
      bytes: disk.topics.get(name) ?? 0,
    })),
    groups: await readGroups(admin, ends),
    disk: { used: disk.used, free: disk.free },
  };
}

type Offsets = ReadonlyMap<string, readonly bigint[]>;
type Counts = ReadonlyMap<string, number>;

/** The protocol's own words for where a log begins and ends (ListOffsets). */
const [LATEST, EARLIEST] = [-1n, -2n];

async function offsetsAt(admin: Admin, counts: Counts, timestamp: bigint): Promise<Offsets> {
  if (counts.size === 0) return new Map();
  const topics = [...counts].map(([name, count]) => ({
    name,
    partitions: [...Array(count).keys()].map((partitionIndex) => ({ partitionIndex, timestamp })),
  }));
  const listed = await admin.listOffsets({ topics });
  return new Map(
    listed.map(({ name, partitions }) => {
      const sorted = partitions.toSorted((one, other) => one.partitionIndex - other.partitionIndex);
      return [name, sorted.map(({ offset }) => offset)];
    }),
  );
}

async function readGroups(admin: Admin, ends: Offsets): Promise<readonly GroupStatus[]> {
  const groups = [...(await admin.listGroups()).keys()].toSorted();
  if (groups.length === 0) return [];
  const described = await admin.describeGroups({ groups });
  const committed = await admin.listConsumerGroupOffsets({ groups });
  return groups.map((name) => {
    const group = described.get(name);
    const topics = committed.find(({ groupId }) => groupId === name)?.topics ?? [];
    const lags = topics.flatMap((topic) =>
      topic.partitions.map(({ partitionIndex, committedOffset }) => {
        const end = ends.get(topic.name)?.[partitionIndex];
        return end === undefined || committedOffset < 0n ? 0 : Math.max(0, Number(end - committedOffset));
      }),
    );
    return { name, state: group?.state ?? 'UNKNOWN', members: group?.members.size ?? 0, lag: sum(lags) };
  });
}

async function readDisk(admin: Admin, counts: Counts) {
  const asked = [...counts].map(([name, count]) => ({ name, partitions: [...Array(count).keys()] }));
  const folders = (await admin.describeLogDirs({ topics: asked })).flatMap(({ results }) => results);
  const topics = new Map<string, number>();
  for (const { name, partitions } of folders.flatMap((folder) => folder.topics))
    topics.set(name, (topics.get(name) ?? 0) + sum(partitions.map(({ partitionSize }) => Number(partitionSize))));
  const free = folders.map(({ usableBytes }) => Number(usableBytes)).filter((bytes) => bytes >= 0);
  return { topics, used: sum([...topics.values()]), free: free.length === 0 ? undefined : sum(free) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
