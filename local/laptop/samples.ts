import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../../shared/delivery/embedded/folder.ts';
import { createHttpPayments } from '../../shared/delivery/embedded/payments.ts';
import type { DeliveryLine } from '../../shared/delivery/log.ts';
import { describe } from '../../shared/schemas/result.ts';
import type { SampleOrder } from '../samples/sample-orders.ts';
import { samplePhoto } from '../samples/sample-photo.ts';
import { toSampleEvent } from '../samples/to-sample-event.ts';
import type { CloudName } from './cloud.ts';
import type { Heard } from './heard.ts';
import type { Laptop } from './laptop.ts';
import { mendLetter } from './mend-letter.ts';

export const PHOTO = 'photos/sunset.jpg';

export type Show = { readonly laptop: Laptop; readonly heard: Heard };

/** Uploads a photo of 12 megapixels, turned by its EXIF orientation, to each cloud. */
export async function uploadPhoto(laptop: Laptop): Promise<void> {
  const photo = await samplePhoto();
  for (const { name } of laptop.clouds) {
    await mkdir(join(laptop.uploadsOf(name), 'photos'), { recursive: true });
    await writeWhole(join(laptop.uploadsOf(name), PHOTO), photo);
  }
}

/** Takes an order on one cloud to its end. */
export async function playOrder({ laptop, heard }: Show, cloud: CloudName, sample: SampleOrder): Promise<void> {
  const { order, kind, end } = sample;
  const until = (isSo: (line: DeliveryLine) => boolean) => {
    const isMine = (line: DeliveryLine) => line.cloud === cloud && line.event?.subject === order.orderId;
    return heard.until(() => heard.deliveries.some((line) => isMine(line) && isSo(line)));
  };
  const confirms = (outcome: string) => until((line) => line.route === 'confirm' && line.outcome === outcome);
  if (kind === 'paid-first') {
    await payAtCheckout(laptop, cloud, order);
    await until((line) => line.event?.type === 'payment.successful' && line.outcome === 'done');
  }
  await laptop.send(cloud, toSampleEvent('order.placed', order));
  await until((line) => line.event?.type === `order.${end}`);
  await confirms(kind === 'no-address' ? 'reject' : 'done');
  if (kind !== 'no-address') return;
  const mended = await mendLetter(laptop, cloud, order.orderId);
  if (!mended.ok) throw new Error(describe(mended.error));
  await confirms('done');
}

/** The shop's checkout charges at once, and tells of it before the order itself is on its way. */
async function payAtCheckout(laptop: Laptop, cloud: CloudName, order: SampleOrder['order']): Promise<void> {
  const { orderId, totalAmount: amount, currency, payment } = order;
  const payments = createHttpPayments(laptop.payments.urlOf(cloud));
  const answer = await payments.charge({ reference: orderId, amount, currency, token: payment.token });
  if (answer.kind !== 'charged') throw new Error(`declined at the checkout: ${answer.message}`);
  const paid = { orderId, paymentId: answer.paymentId, amount, currency };
  await laptop.send(cloud, { ...toSampleEvent('payment.successful', paid), source: '/shop/checkout' });
}
