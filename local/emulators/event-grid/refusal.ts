/**
 * Why a request is refused; answered with `status` and Event Grid's error body `{ error: { code, message, details } }`
 * ("Publish events to Azure Event Grid custom topics", section Response).
 */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function toErrorBody(refusal: Refusal) {
  const { message } = refusal;
  const code = refusal.status === 400 ? 'BadRequest' : refusal.code;
  return { error: { code, message, details: [{ code: refusal.code, message }] } };
}
