import { status } from '@grpc/grpc-js';

/** The canonical codes that this server answers with, and the HTTP status of each (google.rpc.Code). */
const httpStatus = {
  INVALID_ARGUMENT: 400,
  OUT_OF_RANGE: 400,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  INTERNAL: 500,
  UNIMPLEMENTED: 501,
} as const;

export type Code = keyof typeof httpStatus;

/** A request that is answered with an error status, over gRPC and REST alike. */
export class Refusal extends Error {
  readonly code: Code;

  constructor(code: Code, message: string) {
    super(message);
    this.code = code;
  }
}

/** What a gRPC call ends with. Anything unexpected is INTERNAL. */
export function toGrpcError(error: unknown): { code: number; details: string } {
  const { code, message } = toRefusal(error);
  return { code: status[code], details: message };
}

/** What a REST call ends with: Google's error body and its HTTP status. */
export function toHttpError(error: unknown): { status: number; body: object } {
  const { code, message } = toRefusal(error);
  const number = httpStatus[code];
  return { status: number, body: { error: { code: number, message, status: code } } };
}

function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  return new Refusal('INTERNAL', error instanceof Error ? error.message : String(error));
}
