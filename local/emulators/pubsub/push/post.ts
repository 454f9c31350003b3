import * as http from 'node:http';
import * as https from 'node:https';
import type { PushRequest } from './push-request.ts';

/** Gives the status of the endpoint's answer; rejects when there is none before `signal` aborts. */
export type Post = (endpoint: URL, request: PushRequest, signal: AbortSignal) => Promise<number>;

/** Posts over connections that are kept alive until `close`. Redirects are not followed: their status is the answer. */
export function createPost(): { readonly post: Post; readonly close: () => void } {
  const plain = new http.Agent({ keepAlive: true });
  const secure = new https.Agent({ keepAlive: true });
  const post: Post = async (endpoint, { headers, body }, signal) => {
    const options = { method: 'POST', headers: { ...headers, 'content-length': body.length }, signal };
    const send = () =>
      endpoint.protocol === 'https:'
        ? https.request(endpoint, { ...options, agent: secure })
        : http.request(endpoint, { ...options, agent: plain });
    const request = send();
    return answer(request, body).catch((error) => {
      // The endpoint may have closed a kept connection while this request was on its way; that says nothing about the message.
      if (!request.reusedSocket || signal.aborted) throw error;
      return answer(send(), body);
    });
  };
  const close = () => {
    plain.destroy();
    secure.destroy();
  };
  return { post, close };
}

function answer(request: http.ClientRequest, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('information', ({ statusCode }) => {
      if (statusCode !== 102) return;
      resolve(statusCode);
      request.destroy();
    });
    request.on('response', (response) => {
      response.on('error', reject);
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.resume();
    });
    request.end(body);
  });
}
