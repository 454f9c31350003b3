import type { Consumer, FetchOptions } from '@platformatic/kafka';

/** The library's own types of what a fetch asks and gets, which it does not export by name. */
export type FetchResponse = Awaited<ReturnType<Consumer['fetch']>>;
export type FetchResponsePartition = FetchResponse['responses'][number]['partitions'][number];
export type FetchRequestTopic = FetchOptions<Buffer, Buffer, Buffer, Buffer>['topics'][number];
