import { serve } from '../../../local/http.ts';

/** `127.0.0.1:PORT` at which nothing listens any more. */
export async function closedPort(): Promise<string> {
  const server = await serve(async () => {});
  await server.close();
  return `127.0.0.1:${server.port}`;
}
