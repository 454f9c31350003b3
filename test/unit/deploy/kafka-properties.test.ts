import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { kafkaSettings } from '../../../functions/kafka/client/settings.ts';
import { describeIf } from '../../skip.ts';
import { createCertificate, hasOpenssl } from '../functions/azure/certificate.ts';
import { readPage } from './deploy-folder.ts';

type Example = { readonly preset: string | undefined; readonly text: string };

/** The examples of the page in their order, each with the preset of the paragraph before it. */
const examples = readPage()
  .split(/^```properties\n/m)
  .flatMap((part, index, parts): Example[] => {
    const preset = parts[index - 1]
      ?.split('```')
      .at(-1)
      ?.match(/\(`KAFKA_PRESET=([a-z-]+)`\)/)?.[1];
    return index === 0 ? [] : [{ preset, text: part.slice(0, part.indexOf('```')) }];
  });

describeIf(hasOpenssl, 'no openssl on the PATH')('the .properties files of docs/kafka.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-properties-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** In the place of each file that an example names: a certificate and its key. */
  const pem = join(folder, 'waybill.pem');
  beforeAll(() => {
    const { cert, key } = createCertificate(folder);
    writeFileSync(pem, readFileSync(key, 'utf8') + readFileSync(cert, 'utf8'));
  });

  it('are loaded as they stand, with the preset that they are shown for', () => {
    const loaded = examples.map(({ preset, text }, index) => {
      const path = join(folder, `${index}.properties`);
      writeFileSync(path, text.replace(/\/etc\/waybill\/kafka\/[\w.]+/g, pem));
      const { protocol, sasl } = kafkaSettings({ KAFKA_PROPERTIES: path, KAFKA_PRESET: preset });
      return [preset, protocol, sasl?.mechanism];
    });
    expect(loaded).toEqual([
      [undefined, 'SASL_SSL', 'SCRAM-SHA-512'],
      [undefined, 'SSL', undefined],
      [undefined, 'SASL_SSL', 'OAUTHBEARER'],
      [undefined, 'SASL_SSL', 'GSSAPI'],
      ['redpanda', 'SASL_SSL', 'SCRAM-SHA-256'],
      ['msk', 'SASL_SSL', 'SCRAM-SHA-512'],
      ['msk-serverless', 'SASL_SSL', 'AWS_MSK_IAM'],
      ['confluent', 'SASL_SSL', 'PLAIN'],
      ['event-hubs', 'SASL_SSL', 'PLAIN'],
    ]);
  });
});
