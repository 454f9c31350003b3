import { patience } from '../patience.ts';

/** What every AWS client is made with. */
export const clientSettings = {
  maxAttempts: patience.tries,
  requestHandler: { connectionTimeout: patience.connect, socketTimeout: patience.answer },
};
