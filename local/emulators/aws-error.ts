/** A refusal that an AWS API answers; each service writes it in its own protocol's shape. */
export class AwsError extends Error {
  readonly status: number;
  /** The error's name in the API's model, such as `ResourceNotFoundException`. */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
