import { REGION } from './terraform-aws-clients.ts';

type Answer = Readonly<Record<string, unknown>>;
export type Message = { readonly Records?: readonly unknown[]; readonly detail?: unknown };

/** What the tests ask SQS, of whatever queue an ARN names. */
export function createSqs(url: string) {
  const queueUrl = (arn: string) => {
    const [, , , , account, name] = arn.split(':');
    return `${url}/${account}/${name}`;
  };
  return {
    attributes: async (arn: string): Promise<Readonly<Record<string, string>>> => {
      const body = { QueueUrl: queueUrl(arn), AttributeNames: ['All'] };
      const { Attributes } = await call(url, 'GetQueueAttributes', body);
      return Attributes as Readonly<Record<string, string>>; // SQS answers in texts
    },
    /** Messages of JSON, which then are hidden. S3's message about itself is none. */
    receive: async (arn: string): Promise<readonly Message[]> => {
      const body = { QueueUrl: queueUrl(arn), MaxNumberOfMessages: 10 };
      const { Messages = [] } = await call(url, 'ReceiveMessage', body);
      const texts = (Messages as readonly { readonly Body: string }[]).map(({ Body }) => Body); // SQS's own form
      return texts.map((text) => JSON.parse(text)).filter(({ Event }) => Event !== 's3:TestEvent');
    },
    urls: async (): Promise<readonly unknown[]> => {
      const { QueueUrls } = await call(url, 'ListQueues', {});
      return Array.isArray(QueueUrls) ? QueueUrls : [];
    },
  };
}

/** The JSON form of SQS (SQS documentation, "AWS JSON protocol"): there is no client of it here. */
async function call(url: string, action: string, body: object): Promise<Answer> {
  const headers = {
    authorization: `AWS4-HMAC-SHA256 Credential=local/20260131/${REGION}/sqs/aws4_request, SignedHeaders=host, Signature=0`,
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `AmazonSQS.${action}`,
  };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${action} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer; // of the emulator's making
}
