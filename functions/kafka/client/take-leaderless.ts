import { type Base, kGetApi, ResponseError } from '@platformatic/kafka';

/**
 * The client, which from now on takes an answer about topics of which some partitions have no leader: that is -1 then, as it is to
 * Kafka's own clients. To the library the whole answer is an error, and whatever needs to know of the topic fails: joining a group, or
 * writing to its other partitions.
 */
export function takeLeaderless<Client extends Base>(client: Client): Client {
  const getApi = client[kGetApi];
  client[kGetApi] = (name, callback) => {
    const give = (error: Error | null, api?: Parameters<typeof callback>[1]) =>
      callback(error, name === 'Metadata' && api !== undefined ? lenient(api) : api);
    Reflect.apply(getApi, client, [name, give]);
  };
  return client;
}

type Callback = (error: unknown, response?: unknown) => void;

/** A request's last argument is its callback. */
function lenient<Api extends object>(api: Api): Api {
  const apply = (request: Api, self: unknown, args: readonly unknown[]) => {
    const callback = args.at(-1) as Callback; // the library's own calls have one
    const take: Callback = (error, response) =>
      isLeaderless(error) ? callback(null, error.response) : callback(error, response);
    return Reflect.apply(request as () => void, self, [...args.slice(0, -1), take]);
  };
  return new Proxy(api, { apply });
}

/** Nothing but partitions is in error: what may be wrong with one in such an answer is that it has no leader whom clients reach. */
function isLeaderless(error: unknown): error is ResponseError {
  if (!(error instanceof ResponseError)) return false;
  const { topics } = error.response as { readonly topics: readonly { readonly errorCode: number }[] }; // of a Metadata request
  return topics.every(({ errorCode }) => errorCode === 0);
}
