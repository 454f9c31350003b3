import type { Admin } from '@platformatic/kafka';
import { clientOptions } from '../../functions/kafka/client/client-options.ts';
import { explainByProbe } from '../../functions/kafka/client/explain-by-probe.ts';
import { kafkaSettings } from '../../functions/kafka/client/settings.ts';
import type { Env } from '../../shared/delivery/embedded/env.ts';
import { patience } from '../../shared/delivery/patience.ts';

/** Does something with the cluster that the environment leads to. Rejects with one sentence on what is wrong and what to do. */
export async function withAdmin<T>(env: Env, use: (admin: Admin) => Promise<T>): Promise<T> {
  const settings = kafkaSettings(env);
  const options = await clientOptions(settings);
  const { Admin } = await import('@platformatic/kafka');
  const { giveUpEarly } = await import('../../functions/kafka/client/give-up-early.ts');
  const admin = giveUpEarly(new Admin({ ...options, connectTimeout: patience.answer, requestTimeout: patience.total }));
  try {
    return await use(admin);
  } catch (error) {
    throw new Error((await explainByProbe(error, settings)).message, { cause: error });
  } finally {
    await admin.close();
  }
}
